// The injects of the fixture drill, as its scenario would have them. Development and tests only.
import type { ExpectedView } from "../generated/ExpectedView";
import type { InjectDetail } from "../generated/InjectDetail";
import type { InjectRow } from "../generated/InjectRow";
import type { ModuleView } from "../generated/ModuleView";
import type { OptionView } from "../generated/OptionView";

export const MIN = 60_000;

export const ROLES = [
  ["ic", "Incident Commander"],
  ["comms", "Communications Lead"],
  ["it", "IT Operations Lead"],
  ["soc", "SOC Analyst"],
  ["privacy", "Privacy Officer"],
  ["legal", "Legal Counsel"],
  ["desk", "Service Desk Lead"],
  ["owner", "Business Owner"],
] as const;

export const roleTitle = (id: string): string => ROLES.find(([one]) => one === id)?.[1] ?? id;

export const MODULES: ModuleView[] = [
  { id: "detect", title: "Detection", questions: ["What do you know, what do you only suspect?", "Who leads from here on, and who says so?"] },
  {
    id: "contain",
    title: "Containment",
    questions: [
      "How would you know whether data left the network?",
      "Which system would you rather lose for a day than keep running?",
      "Who may stop the terminals when their owner cannot be reached?",
    ],
  },
  { id: "notify", title: "Notification", questions: ["Which clocks run now, and who keeps them?"] },
  { id: "recover", title: "Recovery", questions: ["What must be true before the first server comes back?"] },
];

type Expected = [id: string, text: string, role: string, target_min: number, section: string, critical?: boolean];

interface Plot {
  id: string;
  title: string;
  module: string;
  channel: string;
  from: string;
  to: string[];
  at?: number;
  trigger?: string;
  state?: string;
  delivered?: number;
  latency?: number;
  mark?: string;
  contingency?: boolean;
  subject?: string;
  body: string[];
  white?: string;
  prompts?: string[];
  options?: OptionView[];
  expected?: Expected[];
  contingencies?: [id: string, because: string][];
  attachments?: InjectDetail["attachments"];
  group?: string;
}

const option = (id: string, label: string, kind: string, white_cell: string, brings: string[] = []): OptionView => ({
  id, label, white_cell, kind, brings, authority: ["Incident Commander"],
});

const PLOTS: Plot[] = [
  {
    id: "edr", title: "EDR alert on FIN-WS-014", module: "detect", channel: "siem", from: "Endpoint protection", to: ["soc"], at: 0, delivered: 0, latency: 48_000, mark: "met",
    body: ["<p><strong>High</strong> · credential dumping · host FIN-WS-014 · user m.ferrante</p><pre>rundll32.exe C:\\windows\\system32\\comsvcs.dll, MiniDump 648\nparent: winword.exe  signed: yes  first seen: 14:58:07</pre>"],
    white: "Real in the story. The document came by mail at 14:55.",
    expected: [["edr-triage", "Analyst opens a case and isolates the workstation", "soc", 10, "5 Playbooks / Ransomware / Triage", true]],
  },
  {
    id: "files", title: "Help desk: files will not open", module: "detect", channel: "phone", from: "Tine Brandt, dispatch", to: ["desk"], at: 8, delivered: 8 * MIN, latency: 190_000, mark: "late",
    body: ["<p>“None of my files open any more. They have a strange ending, and there is a text file in every folder. Shall I restart?”</p>"],
    expected: [["files-ticket", "Service desk raises the priority and tells callers to leave machines on", "desk", 2.5, "4 Detection / Reporting"]],
  },
  {
    id: "note", title: "Ransom note found", module: "detect", channel: "document", from: "File server FS-02", to: ["ic"], at: 19, delivered: 19 * MIN, latency: 151_000, mark: "met",
    body: ["<p>All your files are encrypted and 212 gigabytes have left your network. You have 72 hours. Do not call the police. Do not restore.</p>"],
    attachments: [{ name: "ransom-note.txt", media_type: "text/plain", text: "Your network has been penetrated.\n212 GB were copied before encryption.\nContact us within 72 hours." }],
    expected: [["note-severity", "Commander declares severity 1", "ic", 10, "3 Severity", true]],
  },
  {
    id: "backup", title: "Backup console login at 04:12", module: "contain", channel: "siem", from: "Backup system", to: ["soc", "it"], at: 31, delivered: 31 * MIN, latency: 242_000, mark: "met",
    body: ["<p>Interactive login of <strong>svc-backup</strong> from 10.4.20.17 at 04:12. No change was recorded in the ticket system.</p>"],
    expected: [
      ["backup-isolate", "IT takes the backup console off the network", "it", 5, "5 Playbooks / Ransomware / Containment", true],
      ["backup-evidence", "Evidence is kept before anything is switched off", "soc", 10, "5 Playbooks / Evidence"],
    ],
  },
  {
    id: "press", title: "A reporter asks for comment", module: "contain", channel: "email", from: "Mara Lindqvist, Coastal Business Daily", to: ["comms", "legal"], at: 35, delivered: 35 * MIN, mark: "running",
    subject: "Are Harbour Logistics terminals down because of an attack?",
    body: [
      "<p>Good afternoon,</p>",
      "<p>Two of your drivers tell me that every terminal screen has shown the same red message since three o'clock. I go to print at 18:30. Is this a cyber attack, and are customers' shipments safe?</p>",
      "<p>Mara Lindqvist<br>Coastal Business Daily</p>",
    ],
    white: "She will print with or without you. Legal must clear any statement (plan 6.2). Watch for a statement that promises no data was taken.",
    prompts: [
      "How would you know whether data left the network?",
      "Who may speak to the press when the communications lead cannot be reached?",
      "What do the drivers get told, and by whom?",
    ],
    options: [
      option("holding", "Give a holding statement only", "acceptable", "She prints two fair paragraphs.", ["Short report online"]),
      option("deny", "Say that no data was taken", "harmful", "The leak site proves it false an hour later.", ["The leak site contradicts you"]),
      option("silent", "Do not answer", "", "She prints what the drivers told her.", ["Story goes live"]),
    ],
    expected: [
      ["press-legal", "Communications brings Legal in", "comms", 5, "6 Communication / 6.2 Press"],
      ["press-statement", "Holding statement agreed", "comms", 15, "6 Communication / 6.2 Press", true],
      ["press-commander", "Commander told before anything is sent", "comms", 15, "2 Roles / Communications Lead"],
    ],
    contingencies: [["story", "Holding statement agreed"]],
  },
  {
    id: "payroll", title: "Payroll run is due at six", module: "contain", channel: "phone", from: "Finance, Jonas Hale", to: ["owner"], at: 42, state: "waiting",
    body: ["<p>“The payroll run starts at six. If it does not, nine hundred people have no pay on Monday. Can I start it, yes or no?”</p>"],
    white: "The payroll server is clean; nobody has looked yet. A flat yes without asking the analyst is the trap.",
    expected: [["payroll-decide", "Owner asks for the state of the server before deciding", "owner", 10, "7 Continuity / Payroll"]],
    options: [option("run", "Run it now", "harmful", "The server is reached from the infected segment."), option("wait", "Wait for the analyst", "acceptable", "It runs at 18:40.")],
  },
  {
    id: "hr", title: "Segment HR also encrypts", module: "contain", channel: "siem", from: "Endpoint protection", to: ["soc"], trigger: "when “Isolates the segment” is missed", state: "held", contingency: true,
    body: ["<p>Mass file changes on HR-FS-01, 1,400 files a minute.</p>"],
  },
  {
    id: "story", title: "Story goes live", module: "contain", channel: "news", from: "Coastal Business Daily", to: [], trigger: "when “Holding statement agreed” is missed", state: "held", contingency: true,
    subject: "Port company silent as red screens stop its trucks",
    body: ["<p>Drivers waiting at three gates describe a ransom message. The company did not answer our questions.</p>"],
  },
  {
    id: "call", title: "Extortion call, proof of stolen data", module: "contain", channel: "phone", from: "Unknown caller", to: ["ic"], at: 55, state: "waiting",
    body: ["<p>“You have seen our letter. I read you three names from your payroll. Shall I go on?”</p>"],
    white: "The names are real. Do not let the commander negotiate; the plan names the insurer's negotiator.",
    expected: [["call-police", "Commander has the police told", "ic", 20, "6 Communication / 6.4 Authorities"]],
  },
  {
    id: "leak", title: "Customer data confirmed in the leak", module: "notify", channel: "document", from: "Threat intelligence", to: ["privacy"], at: 65, state: "waiting",
    body: ["<p>The sample holds 412 records of drivers: name, licence number, telephone.</p>"],
    expected: [["leak-clock", "Privacy officer starts the authority's clock", "privacy", 10, "6 Communication / 6.5 Data protection", true]],
  },
  {
    id: "customers", title: "A customer's security team asks", module: "notify", channel: "email", from: "Norrvik Crane Service", to: ["comms", "owner"], at: 72, state: "waiting",
    subject: "Please confirm the state of our connection", body: ["<p>We have closed the link between our networks. When did you first know?</p>"],
  },
  {
    id: "union", title: "Works council wants to know", module: "notify", channel: "chat", from: "Works council", to: ["legal", "owner"], at: 76, state: "waiting",
    body: ["<p>is it true that our payroll data is on the internet?? people are asking me in the hall</p>"],
  },
  {
    id: "regulator", title: "Regulator's first questions", module: "notify", channel: "regulator", from: "Data protection authority", to: ["privacy", "legal"], at: 80, state: "waiting",
    subject: "Questions on your notification", body: ["<ol><li>When did you become aware?</li><li>How many persons are concerned?</li><li>What have you done for them?</li></ol>"],
  },
  {
    id: "social", title: "Video of the red screens spreads", module: "notify", channel: "social", from: "@quayside_dan", to: [], at: 84, state: "waiting",
    body: ["<p>every screen at gate 3 looks like this 😬 been here four hours #harbourlogistics</p>"],
  },
  {
    id: "insurer", title: "The insurer calls back", module: "notify", channel: "phone", from: "Cyber insurance hotline", to: ["legal"], trigger: "5 m after the insurer is told", state: "waiting",
    body: ["<p>“Before anybody pays or restores, we name the forensic firm. Who is your contact?”</p>"],
  },
  {
    id: "restore", title: "A clean backup from Tuesday", module: "recover", channel: "chat", from: "Storage team", to: ["it"], at: 95, state: "waiting", group: "backup-state",
    body: ["<p>tuesday's set is complete and was offline. restore to where?</p>"],
  },
  {
    id: "restore-bad", title: "No clean backup after March", module: "recover", channel: "chat", from: "Storage team", to: ["it"], trigger: "when the console stayed online", state: "waiting", group: "backup-state",
    body: ["<p>all sets after march are gone. sorry.</p>"],
  },
  {
    id: "reinfect", title: "The loader comes back", module: "recover", channel: "siem", from: "Endpoint protection", to: ["soc", "it"], at: 104, state: "waiting",
    body: ["<p>Same hash on a server rebuilt an hour ago.</p>"],
  },
  {
    id: "away", title: "Incident Commander is called away", module: "recover", channel: "verbal", from: "Trainer", to: [], trigger: "by hand", state: "by-hand",
    body: ["<p>The Incident Commander has to leave the room. Who leads now?</p>"],
    expected: [["away-deputy", "The deputy takes over by name, and it is written down", "ic", 3, "2 Roles / Deputies", true]],
  },
  {
    id: "lost", title: "A laptop is missing from the gate office", module: "contain", channel: "phone", from: "Gate office", to: ["desk"], trigger: "by hand", state: "by-hand",
    body: ["<p>“Somebody took the spare laptop. Is that part of it?”</p>"],
  },
];

export const ORDER = PLOTS.map((plot) => plot.id);

export function makeRow(id: string): InjectRow {
  const plot = find(id);
  const state = plot.state ?? "delivered";
  const at = plot.at === undefined ? null : plot.at * MIN;
  return {
    id: plot.id,
    title: plot.title,
    module: plot.module,
    channel: plot.channel,
    from: plot.from,
    to: plot.to.map(roleTitle),
    state,
    due_ms: state === "delivered" ? null : at,
    delivered_ms: plot.delivered ?? null,
    trigger: plot.trigger ?? `T+${String(Math.floor((plot.at ?? 0) / 60)).padStart(2, "0")}:${String((plot.at ?? 0) % 60).padStart(2, "0")}`,
    contingency: plot.contingency ?? false,
    group: plot.group ?? null,
    open: plot.mark === "running",
    latency_ms: plot.latency ?? null,
    mark: plot.mark ?? "",
    repeatable: false,
  };
}

export function makeDetail(row: InjectRow): InjectDetail {
  const plot = find(row.id);
  const body_html = plot.body.join("");
  return {
    row,
    subject: plot.subject ?? plot.title,
    body_html,
    body: body_html.replace(/<[^>]+>/g, " ").replace(/\s+/g, " ").trim(),
    attachments: plot.attachments ?? [],
    white_cell: plot.white ?? "",
    prompts: plot.prompts ?? [],
    prompts_used: 0,
    options: plot.options ?? [],
    expected: (plot.expected ?? []).map((one) => makeExpected(one, row)),
    contingencies: (plot.contingencies ?? []).map(([id, because]) => ({ id, title: find(id).title, state: find(id).state ?? "held", because })),
    acknowledged: row.state === "delivered" ? row.to.slice(0, 1) : [],
    edited: false,
    plain: `[EXERCISE] ${plot.subject ?? plot.title}`,
  };
}

function makeExpected([id, text, role, target_min, section, critical]: Expected, row: InjectRow): ExpectedView {
  const settled = row.latency_ms !== null;
  return {
    id,
    text,
    role,
    role_title: roleTitle(role),
    target_ms: target_min * MIN,
    critical: critical ?? false,
    section,
    objective: "contain",
    outcome: settled ? (row.mark === "late" ? "met-late" : "met") : null,
    latency_ms: row.latency_ms,
    runs_from_ms: row.delivered_ms,
    lapsed: false,
    prompted: false,
    harmful: false,
    note: "",
  };
}

function find(id: string): Plot {
  const plot = PLOTS.find((one) => one.id === id);
  if (!plot) throw new Error(`no inject ${id}`);
  return plot;
}
