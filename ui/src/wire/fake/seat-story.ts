// What has happened in the fixture drill, as one seat is told it. Development and tests only.
import type { InjectItem } from "../generated/InjectItem";
import type { OwnDecision } from "../generated/OwnDecision";
import type { RoleCard } from "../generated/RoleCard";
import type { RoleName } from "../generated/RoleName";
import type { SeatFrame } from "../generated/SeatFrame";
import type { SeatItem } from "../generated/SeatItem";
import type { SeatPlan } from "../generated/SeatPlan";

export const MIN = 60_000;

export const TABLE: RoleName[] = [
  { id: "ic", title: "Incident Commander" },
  { id: "comms", title: "Communications Lead" },
  { id: "it", title: "IT Operations Lead" },
  { id: "soc", title: "SOC Analyst" },
  { id: "privacy", title: "Privacy Officer" },
  { id: "legal", title: "Legal Counsel" },
];

const title = (id: string) => TABLE.find((role) => role.id === id)?.title ?? id;

export const COMMS: RoleCard = {
  id: "comms",
  title: "Communications Lead",
  brief: "You speak for Harbour Logistics to the press, to customers and to your own people, and you see to it that they hear one thing.",
  plan_role: "Communications Lead",
  duties: ["Agree every statement with Legal before it goes out.", "Keep the log of what was said to whom.", "Tell the Incident Commander before anything is public."],
  commitments: ["A holding statement within 15 minutes of the first request.", "An update to employees every 2 hours."],
  authority: ["May release the agreed holding statement without further approval."],
  help: ["What do we know for certain, and who told us?", "Who must hear it from us before they read it?", "Who has to agree before it goes out?"],
};

export const LEGAL: RoleCard = {
  id: "legal",
  title: "Legal Counsel",
  brief: "You say what the company may say, must report and had better not write down.",
  plan_role: "Legal Counsel",
  duties: ["Clear statements before release.", "Watch the notification deadlines."],
  commitments: ["Answer a request for clearance within 10 minutes."],
  authority: ["May stop any publication."],
  help: ["Which law or contract asks for a notice here?"],
};

type Told = Partial<InjectItem> & Pick<InjectItem, "id" | "channel" | "from" | "body_html">;
const inject = (given: Told): SeatItem => ({
  kind: "inject",
  is: { to: ["comms"].map(title), subject: "", attachments: [], options: [], elapsed_ms: 0, story: "Friday 17:15", module: null, ...given },
});

const decision = (given: Partial<OwnDecision> & Pick<OwnDecision, "decision" | "inject" | "text">): SeatItem => ({
  kind: "decision",
  is: { role: "comms", option: null, rationale: "", authorised_by: null, elapsed_ms: 0, latency_ms: null, entered: false, revisions: [], ...given },
});

export const PRESS: Told = {
  id: "press", channel: "email", from: "Mara Lindqvist, Coastal Business Daily", to: [title("comms"), title("legal")], elapsed_ms: 35 * MIN, story: "Friday 17:50",
  subject: "Are Harbour Logistics terminals down because of an attack?",
  body_html: "<p>Good afternoon,</p><p>Two of your drivers tell me that every terminal screen has shown the same red message since three o'clock. I go to print at 18:30. Is this a cyber attack, and are customers' shipments safe?</p><p>Mara Lindqvist</p>",
  attachments: [
    { name: "questions.txt", media_type: "text/plain", text: "1. Since when are the terminals down?\n2. Was data of customers taken?\n3. Will you pay?" },
    { name: "photo-gate-3.jpg", media_type: "image/jpeg", text: null },
  ],
  options: [
    { id: "holding", label: "Give a holding statement only" },
    { id: "deny", label: "Say that no data was taken" },
    { id: "silent", label: "Do not answer" },
  ],
};

/** One inject of every channel, in the order in which they came. */
export const CHANNELS: Told[] = [
  { id: "edr", channel: "siem", from: "Endpoint protection", to: [title("soc")], elapsed_ms: 0, story: "Friday 15:02", subject: "EDR alert on FIN-WS-014", body_html: "<p><strong>High</strong> · credential dumping · host FIN-WS-014 · user m.ferrante</p><pre>rundll32.exe comsvcs.dll, MiniDump 648\nparent: winword.exe</pre>" },
  { id: "drivers", channel: "chat", from: "Tine Brandt, dispatch", elapsed_ms: 8 * MIN, story: "Friday 17:23", subject: "Drivers ask what to say", body_html: "<p>the drivers at gate 3 film the screens. what do we tell them?? 🙈</p>" },
  { id: "desk", channel: "phone", from: "Service desk, Olu Adeyemi", elapsed_ms: 12 * MIN, story: "Friday 17:27", subject: "Service desk: callers ask what to say", body_html: "<p>“Customers have begun to call. Forty of them wait. Do we say it is a technical fault?”</p>" },
  { id: "note", channel: "document", from: "File server FS-02", to: [], elapsed_ms: 19 * MIN, story: "Friday 17:34", subject: "README_RESTORE.txt", body_html: "<p>All your files are encrypted and 212 gigabytes have left your network. You have 72 hours. Do not call the police.</p>", attachments: [{ name: "ransom-note.txt", media_type: "text/plain", text: "Your network has been penetrated." }] },
  { id: "sev", channel: "verbal", from: "Incident Commander", to: [], elapsed_ms: 21 * MIN, story: "Friday 17:36", subject: "Severity 1 declared", body_html: "<p>“This is severity 1. Everybody is in the room from now on.”</p>" },
  { id: "social", channel: "social", from: "@quayside_dan", to: [], elapsed_ms: 24 * MIN, story: "Friday 17:39", subject: "A video spreads", body_html: "<p>every screen at gate 3 looks like this 😬 been here four hours #harbourlogistics</p>" },
  { id: "reg", channel: "regulator", from: "Data Protection Authority", to: [title("privacy"), title("comms")], elapsed_ms: 28 * MIN, story: "Friday 17:43", subject: "Questions on your notification", body_html: "<ol><li>When did you become aware?</li><li>How many persons are concerned?</li><li>What have you done for them?</li></ol>" },
  { id: "news", channel: "news", from: "Coastal Business Daily", to: [], elapsed_ms: 31 * MIN, story: "Friday 17:46", subject: "Port company silent as red screens stop its trucks", body_html: "<p>Drivers waiting at three gates describe a ransom message. The company did not answer our questions.</p>" },
  PRESS,
];

/** What reached the communications lead up to the reporter's mail. */
export function commsItems(): SeatItem[] {
  const [, drivers, desk, , sev] = CHANNELS as [Told, Told, Told, Told, Told];
  return [
    inject(drivers),
    { kind: "acknowledged", is: { inject: "drivers", role: "comms" } },
    { kind: "message", is: { message: 6, from: title("ic"), from_role: "ic", to: title("comms"), to_role: "comms", says: "Nothing goes out without Legal. Tell me first.", elapsed_ms: 10 * MIN, story: "Friday 17:25" } },
    inject(desk),
    decision({
      decision: 12, inject: "desk", text: "Say that systems are down and that we call back within the hour; no cause.", rationale: "We know no cause yet.", authorised_by: "ic",
      elapsed_ms: 13.5 * MIN, latency_ms: 92_000, revisions: [{ seq: 11, elapsed_ms: 13 * MIN, text: "Say that it is a technical fault.", option: null, rationale: "" }],
    }),
    inject(sev),
    { kind: "acknowledged", is: { inject: "sev", role: "comms" } },
    { kind: "question", is: { role: "comms", says: "May we use the customer mailing list for this?" } },
    { kind: "answer", is: { question: 80, says: "Yes, it works in this story." } },
    { kind: "stance", is: { decision: 12, role_title: title("legal"), stance: "agrees", says: "No cause is right." } },
    inject(PRESS),
  ];
}

/** The mail and what was done about it. */
export function decided(): SeatItem[] {
  return [
    { kind: "acknowledged", is: { inject: "press", role: "comms" } },
    decision({ decision: 150, inject: "press", option: "holding", text: "Give a holding statement only", rationale: "Legal has cleared it.", authorised_by: "legal", elapsed_ms: 36.5 * MIN, latency_ms: 95_000 }),
    { kind: "stance", is: { decision: 150, role_title: title("ic"), stance: "dissents", says: "I wanted to see it before it went out." } },
    { kind: "notification", is: { role: "comms", body: "Cyber insurance hotline", means: "Phone", says: "Reported the outage, case number 4711.", story: "Friday 17:54" } },
  ];
}

/** Practice: a settled action with its coaching, and a hint. */
export function coached(): SeatItem[] {
  return [
    { kind: "hint", is: { inject: "press", says: "Who has to agree before anything goes out?" } },
    {
      kind: "coaching",
      is: {
        action: "desk-line", inject: "desk", expected: "Communications gives the service desk one agreed sentence", outcome: "met", self_assessed: true, latency_ms: 92_000, target_ms: 5 * MIN,
        critical: false, section: "6 Communication / 6.1 Service desk", section_html: "<p>The Communications Lead gives the service desk one sentence that was agreed with Legal.</p>", consequence: "Callers hear the same thing from everybody.", harmful: false,
      },
    },
    {
      kind: "coaching",
      is: {
        action: "drivers-line", inject: "drivers", expected: "Drivers are told what they may say before they are asked", outcome: "met-late", self_assessed: false, latency_ms: 11 * MIN, target_ms: 5 * MIN,
        critical: true, section: "6 Communication / 6.3 Employees", section_html: "<p>Employees hear it from us first.</p>", consequence: "A driver’s video is what the press sees first.", harmful: true,
      },
    },
  ];
}

export const PLAN: SeatPlan = {
  plan: "Incident Response Plan, revision 4",
  sections: [
    { path: "6 Communication / 6.2 Press", title: "6.2 Press", html: "<p>The <strong>Communications Lead</strong> gives a holding statement <strong>within 15 minutes</strong> of the first request.</p><ul><li>Legal clears every statement.</li><li>The Incident Commander is told first.</li></ul>" },
    { path: "6 Communication / 6.3 Employees", title: "6.3 Employees", html: "<p>Employees hear it from us first, every two hours.</p><table><tr><th>Severity</th><th>Update</th></tr><tr><td>1</td><td>every 2 hours</td></tr></table>" },
    { path: "2 Roles / Communications Lead", title: "Communications Lead", html: "<p>Speaks for the company. Deputy: Press officer.</p>" },
  ],
};

/** Items with record numbers as a drill would give them: growing, with gaps. */
export function numbered(items: SeatItem[], from = 2): SeatFrame[] {
  let seq = from;
  return items.map((item) => {
    const own = item.kind === "decision" ? item.is.decision : item.kind === "message" ? item.is.message : item.kind === "question" ? 80 : 0;
    seq = Math.max(seq + 3, own);
    return { seq, item };
  });
}

export const injectItem = inject;
