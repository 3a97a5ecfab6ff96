// Fixtures for every view but the running drill. Development and tests only.
import type { BriefingView } from "../generated/BriefingView";
import type { ConductView } from "../generated/ConductView";
import type { HomeView } from "../generated/HomeView";
import type { LibraryView } from "../generated/LibraryView";
import type { PlanCard } from "../generated/PlanCard";
import type { PlanRoleView } from "../generated/PlanRoleView";
import type { PlanView } from "../generated/PlanView";
import type { ReviewView } from "../generated/ReviewView";
import type { RosterView } from "../generated/RosterView";
import type { ScenarioCard } from "../generated/ScenarioCard";
import type { ScenarioView } from "../generated/ScenarioView";
import { FakeDrill } from "./drill";
import { makeDetail, makeRow, MIN, MODULES, ORDER, ROLES, roleTitle } from "./injects";

const PLAN: PlanCard = {
  id: "01JPLAN", title: "Incident Response Plan of Harbour Logistics", revision: "4", owner: "Ines Moreau", sections: 41, roles: 9, proposals: 2, draft: false,
};

export function home(view: ConductView, kind: string): HomeView {
  const empty = kind === "empty";
  const drill = {
    id: view.exercise, title: view.title, scenario_id: "ransomware", origin: "live", phase: view.phase, how: view.how, begun_at: Date.UTC(2027, 2, 5, 13),
    elapsed_ms: view.clock.elapsed_ms, decisions: view.decisions.length, cut_off: kind === "cut-off",
  };
  const older = (id: string, title: string, how: string, day: number, elapsed_min: number, decisions: number) => ({
    id, title, scenario_id: "starter", origin: id === "01JC" ? "demo" : "live", phase: "closed", how, begun_at: Date.UTC(2026, 10, day, 9), elapsed_ms: elapsed_min * MIN, decisions, cut_off: false,
  });
  return {
    programme: "Harbour Logistics 2027",
    path: "/home/ines/Harbour Logistics 2027.rockdrill",
    read_only: null,
    sample: kind !== "live",
    drills: empty ? [] : [drill, older("01JB", "The new bank details", "completed", 18, 74, 31), older("01JC", "A sign-in that nobody made", "completed", 4, 16, 9), older("01JD", "A supplier's stolen token", "aborted", 2, 22, 6)],
    plans: empty ? [] : [PLAN],
    people: empty ? 0 : 11,
    open_actions: empty
      ? []
      : [
          { id: "A1", exercise: "01JB", finding: 210, what: "Name the post that may stop the terminals, and its deputy, in section 4.3", element: "Planning", owner: "Ines Moreau", start: "2026-11-23", due: "2026-12-15", status: "open" },
          { id: "A2", exercise: "01JB", finding: 214, what: "Practise the recall of a payment with the bank once a quarter", element: "Exercises", owner: "Finance Controller", start: "", due: "2027-01-31", status: "open" },
          { id: "A3", exercise: "01JC", finding: 98, what: "Give the service desk an out-of-band way to reach the commander", element: "Equipment", owner: "Service Desk Lead", start: "", due: "", status: "open" },
        ],
    next: empty
      ? { says: "Choose a scenario for your first drill. Fifteen minutes are enough.", screen: "library", id: null }
      : { says: `“${view.title}” is ${view.phase === "running" ? "running" : view.phase}. Go on where it stands.`, screen: "conduct", id: view.exercise },
  };
}

const card = (key: string, over: Partial<ScenarioCard>): ScenarioCard => ({
  key, id: key, title: key, summary: "", duration_ms: 90 * MIN, difficulty: "intermediate", threat: "", techniques: [], tags: [], roles: ROLES.map(([, title]) => title),
  objectives: [], injects: 20, deadlines: 3, played: 0, errors: 0, warnings: 0, shipped: true, path: `scenarios/${key}/scenario.yaml`, ...over,
});

const CARDS: ScenarioCard[] = [
  card("starter", {
    title: "A sign-in that nobody made", duration_ms: 15 * MIN, difficulty: "starter", threat: "A criminal who sells access to mailboxes", techniques: ["T1078.004", "T1621"], played: 2, injects: 7, deadlines: 0,
    roles: ["SOC Analyst", "Service Desk Lead", "IT Operations Lead", "Incident Commander"], objectives: ["See what a stolen session can reach", "Escalate to the right person in time"],
    summary: "On a Monday morning somebody signs in to the account of a freight planner, after a night of refused prompts. Four roles find out what happened, cut the intruder off and tell the right people.",
  }),
  card("ransomware", {
    title: "Ransomware on a Friday afternoon", duration_ms: 110 * MIN, difficulty: "advanced", threat: "An extortion group with stolen data", techniques: ["T1486", "T1490", "T1567.002"], played: 1,
    objectives: ["Contain a spreading infection without losing evidence", "Decide with clear authority under time pressure", "Tell authorities and customers in time"],
    summary: "A signed document opens the door on Friday at three. By five the terminals are red, a note demands payment, a reporter knows, and payroll is due at six.",
  }),
  card("payment-fraud", {
    title: "The new bank details", duration_ms: 75 * MIN, threat: "A small group that lives from diverted payments", techniques: ["T1566.002", "T1114.002"], played: 1, injects: 16,
    objectives: ["Stop a payment in time", "Find out what else somebody has read"],
    summary: "A supplier rings because its money has not come. The bank details were changed three days ago, and another payment to the same account waits in the afternoon run.",
  }),
  card("supplier-token", {
    title: "A supplier's stolen token", duration_ms: 80 * MIN, threat: "Somebody inside a supplier's build system", techniques: ["T1195.002", "T1528"], injects: 18,
    objectives: ["Know what a token reaches", "Coordinate with a supplier that is itself in trouble"], summary: "A maintenance token of the crane supplier is used from the wrong country at night. Turning it off stops eleven cranes.",
  }),
  card("own-broken", {
    title: "Flooded server room", duration_ms: 60 * MIN, shipped: false, errors: 2, warnings: 1, injects: 9, deadlines: 1, path: "/home/ines/Rockdrill/flood/scenario.yaml", objectives: ["Move a service to the second site"],
    summary: "Water stands two centimetres high under the raised floor, and it rises.",
  }),
];

export function library(kind: string): LibraryView {
  return { scenarios: kind === "empty" ? [] : CARDS, folder: "/home/ines/Rockdrill" };
}

export function scenario(key: string): ScenarioView {
  const found = CARDS.find((one) => one.key === key) ?? card(key, { title: key });
  return {
    card: found,
    modules: MODULES,
    practice: [
      { role: "soc", number: 1, from_ms: 0, until_ms: 600_000, title: MODULES[0]!.title },
      { role: "soc", number: 2, from_ms: 660_000, until_ms: 1_260_000, title: MODULES[1]!.title },
    ],
    roles: ROLES.map(([id, title]) => ({ id, title })),
    injects: ORDER.map((id) => {
      const row = makeRow(id);
      const detail = makeDetail(row);
      return { id, title: row.title, trigger: row.trigger, channel: row.channel, to: row.to, module: row.module, contingency: row.contingency, expected: detail.expected.length, options: detail.options.length };
    }),
    diagnostics: found.errors
      ? [
          { code: "unknown-role", severity: "error", line: 84, column: 11, says: "There is no role “it-op”.", hint: "Did you mean “it-ops”?", snippet: "    to: [it-op, soc]" },
          { code: "wrong-type", severity: "error", line: 112, column: 14, says: "A duration was expected here, as in 15m.", hint: null, snippet: "    target: quick" },
          { code: "never-tested", severity: "warning", line: 31, column: 5, says: "No expected action tests the objective “Move a service to the second site”.", hint: "Give an expected action “objective: move”.", snippet: "  - id: move" },
        ]
      : [],
  };
}

const NAMES: [string, string, string][] = [
  ["R. Okafor", "Security", "+44 20 5550 101"], ["J. Weiss", "Communications", "+44 20 5550 102"], ["A. Duarte", "IT operations", "+44 20 5550 103"], ["L. Chen", "Security", "+44 20 5550 104"],
  ["S. Marsh", "Privacy", "+44 20 5550 105"], ["P. Novak", "Legal", "+44 20 5550 106"], ["T. Brandt", "Service desk", "+44 20 5550 107"], ["Ines Moreau", "Finance", "+44 20 5550 108"],
  ["Ilse Varga", "Freight planning", ""], ["Noor Haddad", "Legal", "+44 20 5550 110"], ["", "", ""],
];

export function roster(kind = ""): RosterView {
  if (kind === "empty") return { marking: "", people: [] };
  return { marking: "", people: NAMES.map(([name, unit, contact], index) => ({ id: `P${index}`, name: name || "Erased person", contact, unit, erased: name === "", drills: index % 4 })) };
}

const DUTIES: Record<string, string[]> = {
  ic: ["Leads the response and sets the severity", "Calls the roles that are needed", "Tells the executive on call within 20 minutes of severity 1"],
  comms: ["Speaks for the company inside and outside", "Has every statement cleared by Legal"],
  it: ["Carries out containment and restoration", "Keeps systems powered where evidence is in memory"],
};

function planRole(id: string, over: Partial<PlanRoleView> = {}): PlanRoleView {
  const title = roleTitle(id);
  return { title, aliases: [], duties: DUTIES[id] ?? ["Advises the Incident Commander"], authority: "", deputy: "", shape: "heading", section: `2 Roles / ${title}`, line: 60 + title.length, bound_to: [id], candidate: false, ...over };
}

export function briefing(): BriefingView {
  const people = roster().people;
  return {
    exercise: "01JBRIEF", title: "Ransomware on a Friday afternoon", summary: CARDS[1]?.summary ?? "", origin: "live", handling: "TLP:AMBER", phase: "briefing", planned_ms: 110 * MIN, plan: PLAN,
    plan_roles: [
      planRole("ic", { aliases: ["IC", "IR Lead"], deputy: "IT Operations Lead", authority: "May isolate any system but the terminals" }), planRole("comms"), planRole("it"), planRole("soc"), planRole("privacy"), planRole("legal", { deputy: "Noor Haddad" }),
      planRole("owner"), { ...planRole("ic"), title: "Executive on call", bound_to: [], section: "2 Roles / Executive on call", candidate: false }, { ...planRole("ic"), title: "Facilities Manager", bound_to: [], candidate: true, shape: "sentence" },
    ],
    roles: ROLES.map(([id, title], index) => ({
      id, title, function: ["cybersecurity", "communications", "it", "cybersecurity", "privacy", "legal", "it", "business"][index] ?? "", plan_role: id === "desk" ? null : title, wants_plan_role: title,
      brief: `You play the ${title}. Decide as you would on a real day, and say it aloud.`, duties: DUTIES[id] ?? ["Advises the Incident Commander"],
      holders:
        id === "owner"
          ? []
          : [
              { person: people[index]?.id ?? null, name: people[index]?.name ?? "", standing: "primary", presence: "" },
              ...(id === "legal" ? [{ person: "P9", name: "Noor Haddad", standing: "alternate", presence: "" }] : []),
            ],
      injects: 2 + (index % 4), expected: 1 + (index % 3),
    })),
    people,
    gaps: [
      { kind: "nobody", says: "Nobody plays the Business Owner. Give it to a person, or let a bot play it.", role: "owner", blocks: true },
      { kind: "no-plan-role", says: "The plan has no Service Desk Lead.", role: "desk", blocks: false },
      { kind: "no-alternate", says: "The Incident Commander has no alternate.", role: "ic", blocks: false },
      { kind: "plan-role-unused", says: "The plan's Executive on call has no part in this drill.", role: null, blocks: false },
    ],
    objectives: new FakeDrill().view.objectives.map((one) => ({ ...one, tested: false })),
    assets: [
      { id: "tos", default: { name: "Harbourmaster", data: "shipments", owner: "Operations" }, now: { name: "Harbourmaster", data: "shipments", owner: "Operations" } },
      { id: "share", default: { name: "the finance share", data: "personal data, employees", owner: "Finance" }, now: { name: "FIN-01", data: "personal data, payroll", owner: "Mila Brandt" } },
    ],
    own_assets: [
      { name: "Navis N4", data: "shipments, customs", owner: "Marta Okafor" },
      { name: "FIN-01", data: "personal data, payroll", owner: "Mila Brandt" },
    ],
    variables: [
      { name: "company", value: "Harbour Logistics", default: "Harbour Logistics" }, { name: "town", value: "Marnhaven", default: "Marnhaven" },
      { name: "paper", value: "Coastal Business Daily", default: "Coastal Business Daily" }, { name: "ransom", value: "2.4 million euros", default: "2 million euros" },
    ],
    can_start: false,
    packs_amiss: [],
    clocks: [
      { pack: "gdpr-33", title: "EU General Data Protection Regulation, personal-data breach", on: true, by_scenario: true, draft: false, own: null, stages: ["Notification of the breach: 72 hours after awareness"] },
      { pack: "nis2-23", title: "EU NIS2 Directive, significant incident", on: false, by_scenario: true, draft: true, own: null, stages: ["Early warning: 24 hours after awareness", "Incident notification: 72 hours after awareness", "Final report: 1 month after the submission of notification"] },
      { pack: "dora", title: "EU Digital Operational Resilience Act, major ICT-related incident", on: false, by_scenario: false, draft: false, own: null, stages: ["Initial notification: 4 hours after classification; 24 hours after awareness"] },
    ],
    again: [
      { key: "press | comms | late", title: "Late: Issue the holding statement", watch: "Issue the holding statement", role: "Communications Lead", role_here: "Communications Lead", section: "Communication / Press", drills: 2, because: "It came again and is not fixed.", on: true },
      { key: "backup | it | missed", title: "Missed: Check that a backup is out of reach", watch: "Check that a backup is out of reach", role: "Backup Owner", role_here: null, section: null, drills: 1, because: "It is fixed and no drill has tested it since.", on: false },
    ],
  };
}

export function review(): ReviewView {
  const { view } = new FakeDrill("hot-wash");
  const details = ORDER.map(makeRow).filter((row) => row.delivered_ms !== null).map(makeDetail);
  const timeline: ReviewView["timeline"] = [];
  for (const { row } of details) {
    timeline.push({ seq: timeline.length + 3, elapsed_ms: row.delivered_ms ?? 0, at_ms: 0, story: "Friday 15:15", lane: "", kind: "inject", says: `${row.title} delivered`, latency_ms: null, target_ms: null, mark: "" });
  }
  for (const one of view.decisions) {
    timeline.push({ seq: one.seq, elapsed_ms: one.elapsed_ms, at_ms: one.at_ms, story: "Friday 15:30", lane: one.role, kind: "decision", says: one.text, latency_ms: one.latency_ms, target_ms: one.target_ms, mark: one.latency_ms && one.target_ms && one.latency_ms > one.target_ms ? "late" : "met" });
  }
  for (const one of view.notes) timeline.push({ seq: one.seq, elapsed_ms: one.elapsed_ms, at_ms: 0, story: "", lane: "", kind: "note", says: one.says, latency_ms: null, target_ms: null, mark: "" });
  timeline.sort((a, b) => a.elapsed_ms - b.elapsed_ms);
  const finding = (over: Partial<ReviewView["findings"][number]["finding"]>) => ({
    kind: "improvement", source: "missed critical action", title: "", observation: "", root_cause: "", impact: "", critical: false, objective: "notify", action: "press-statement", inject: "press", role: "comms",
    section: "6 Communication / 6.2 Press", evidence: [70, 74], key: "notify/comms/missed", ...over,
  });
  const evidence = [
    { seq: 58, elapsed_ms: 35 * MIN, says: "A reporter asks for comment delivered to Communications Lead, Legal Counsel" },
    { seq: 70, elapsed_ms: 36 * MIN + 40_000, says: "Communications Lead: asks Legal to join before answering the reporter" },
  ];
  const amendment = { op: "replace", section: "6 Communication / 6.2 Press", find: "Legal clears every statement.", text: "Legal clears every statement within 15 minutes; after that the Incident Commander may release the holding statement in Annex C." } as const;
  return {
    again: [], exercise: view.exercise, title: view.title, origin: "live", handling: view.handling, phase: "review", how: null, plan: PLAN, planned_ms: view.clock.planned_ms, elapsed_ms: 104 * MIN, roles: ROLES.map(([id, title]) => ({ id, title })),
    timeline,
    objectives: view.objectives.map((one, index) => ({
      id: one.id, title: one.title, target: "All critical tasks done in their target times", capability: "Operational coordination", tasks: ["Declare", "Contain", "Keep evidence"], tested: index < 3, suggested: ["P", "S", "U", null][index] ?? null,
      because: ["All critical actions were done in time.", "All critical actions were done, two of them late.", "A critical action was not done: holding statement agreed.", "There is no evidence."][index] ?? "",
      rating: index === 0 ? "P" : null, reason: "", score: [0.95, 0.78, 0.4, null][index] ?? null, expected: index < 3 ? (details[index + 2]?.expected ?? []) : [], analysis: index === 0 ? "The console was off the network within five minutes." : "",
    })),
    findings: [
      {
        seq: 120, finding: finding({ title: "No statement was agreed before the paper went to print", observation: "At T+00:50 no statement had been cleared.", root_cause: "The plan names who clears but not by when.", impact: "The story ran without our word.", critical: true }), evidence,
        actions: [{ id: "A9", exercise: view.exercise, finding: 120, what: "Set a time limit for clearing, with a fall-back", element: "Planning", owner: "J. Weiss", start: "2027-03-08", due: "2027-03-31", status: "open" }], amendment, proposed: true,
      },
      { seq: 121, finding: finding({ kind: "strength", source: "hand", title: "Backups were isolated within five minutes", objective: "contain", role: "it", section: "5 Playbooks / Ransomware / Containment" }), evidence: evidence.slice(0, 1), actions: [], amendment: null, proposed: false },
    ],
    suggestions: [
      { about: "late, desk", finding: finding({ title: "The service desk answered late", observation: "3 m 10 s against a target of 2 m 30 s.", source: "late", objective: "decide", role: "desk", section: "4 Detection / Reporting" }), evidence, amendment: null },
      { about: "unfilled, owner", finding: finding({ title: "The Business Owner's part was played by a bot", source: "unfilled role", objective: null, role: "owner", section: "2 Roles / Business Owner", evidence: [] }), evidence: [], amendment: null },
    ],
    deadlines: view.deadlines.map((one, index) => ({ ...one, state: ["met", "met", "missed", "waiting"][index] ?? one.state })),
    hot_wash: view.notes.filter((one) => one.kind !== "note"), feedback: 5, summary: "", summary_made: "Eight roles played for 104 minutes and took 31 decisions. Three of four objectives were reached; notification was not.",
    left: ["Rate 3 objectives", "Answer 2 suggested findings", "Write the summary or keep the one made from facts"], lapses: 1,
  };
}

export function plan(): PlanView {
  const section = (id: string, path: string, html: string, coverage: string, coverage_says: string, phase: string | null = null): PlanView["sections"][number] => ({
    id, path, level: path.split(" / ").length, title: path.split(" / ").at(-1) ?? path, html, phase, tags: [], line: 10 * id.length, file: null, coverage, coverage_says, stale: false, exercised: [],
  });
  return {
    card: PLAN,
    sections: [
      section("s1", "1 Purpose", "<p>This plan says what we do when something is wrong with our systems or data.</p>", "never", ""),
      section("s2", "2 Roles", "<p>Each role has a deputy.</p>", "exercised", "Ransomware on a Friday afternoon, 5 March 2027"),
      section("s21", "2 Roles / Incident Commander", "<ul><li>Leads the response and sets the severity</li><li>Tells the executive on call within 20 minutes of severity 1</li></ul>", "exercised", "Ransom note found, 5 March 2027"),
      section("s22", "2 Roles / Communications Lead", "<ul><li>Speaks for the company</li></ul>", "exercised", "A reporter asks for comment, 5 March 2027"),
      section("s3", "3 Severity", "<table><tr><th>Severity</th><th>Means</th><th>Within</th></tr><tr><td>1</td><td>Operations stand</td><td>15 minutes</td></tr></table>", "exercised", "Ransom note found, 5 March 2027", "detection"),
      section("s4", "4 Detection", "<p>Anybody may report.</p>", "never", "", "detection"),
      section("s5", "5 Playbooks", "<p>See each.</p>", "never", ""),
      section("s51", "5 Playbooks / Ransomware", "<p>Isolate first, ask later.</p>", "exercised", "Backup console login, 5 March 2027", "containment"),
      section("s6", "6 Communication", "<p>One voice.</p>", "never", ""),
      section("s62", "6 Communication / 6.2 Press", "<p>Legal clears every statement.</p>", "missed", "A reporter asks for comment, 5 March 2027", "notification"),
      section("s7", "7 Continuity", "<p>Terminals first.</p>", "never", "", "recovery"),
    ],
    roles: ROLES.map(([id]) => planRole(id)),
    commitments: [
      { text: "within 20 minutes of severity 1", limit_ms: 20 * MIN, role: "Incident Commander", section: "2 Roles / Incident Commander", line: 71 },
      { text: "within 24 hours", limit_ms: 24 * 60 * MIN, role: "Legal Counsel", section: "6 Communication / 6.5 Insurer", line: 188 },
    ],
    placeholders: [{ text: "[NAME OF NEGOTIATOR]", limit_ms: 0, role: null, section: "6 Communication / 6.4 Authorities", line: 181 }],
    diagnostics: [{ code: "placeholder", severity: "warning", line: 181, column: 5, says: "“[NAME OF NEGOTIATOR]” was left unfilled.", hint: "Fill it in, or say who does.", snippet: "Ask [NAME OF NEGOTIATOR] first." }],
    headings_by_look: false,
    heading_like: [
      { title: "Playbook: Ransomware", level: 2, line: 214, file: null },
      { title: "Isolate", level: 3, line: 219, file: null },
      { title: "Restore", level: 3, line: 231, file: null },
    ],
    amendments: [
      { seq: 12, section: "6 Communication / 6.2 Press", op: "replace", before: "Legal clears every statement.", after: "Legal clears every statement within 15 minutes; after that the Incident Commander may release the holding statement in Annex C.", because: "No statement was agreed before the paper went to print", finding: "exercise/01JDRILL#120", state: "proposed", by: "", reason: "", moved_from: null, revision: null, approved_by: "", conflict: null },
      { seq: 14, section: "4 Detection", op: "append_item", before: "", after: "Drivers report to the gate office.", because: "The gate office had nobody to call", finding: null, state: "conflict", by: "", reason: "", moved_from: null, revision: null, approved_by: "", conflict: { says: "The paragraph has changed since.", base: "Anybody may report.", theirs: "Anybody may report, by telephone.", find: "", ours: "Anybody may report.\n\n- Drivers report to the gate office." } },
      { seq: 9, section: "2 Roles / Incident Commander", op: "insert", before: "", after: "The deputy is the IT Operations Lead.", because: "Nobody led while the commander was away", finding: null, state: "adopted", by: "Ines Moreau", reason: "", moved_from: null, revision: null, approved_by: "", conflict: null },
    ],
    revisions: [
      { number: "4", date: "2026-12-01", author: "Ines Moreau", note: "Lessons from “The new bank details”", in_force: true, approved_by: "Ines Moreau" },
      { number: "3", date: "2026-02-10", author: "Ines Moreau", note: "Yearly review", in_force: false, approved_by: "" },
    ],
    draft_diff: "--- revision 4\n+++ draft\n@@ -70,2 +70,4 @@\n - Tells the executive on call within 20 minutes of severity 1\n+\n+The deputy is the IT Operations Lead.\n",
    next_number: "5", file_name: "incident-response-plan.docx", form: "word", changed: true,
    notices: ["The file holds 2 tracked changes that are not settled; it was read as if they were accepted."],
  };
}
