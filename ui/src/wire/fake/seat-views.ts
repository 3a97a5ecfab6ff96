// How things stand in the fixture drill, for each kind of seat. Development and tests only.
import type { CellView } from "../generated/CellView";
import type { ClockView } from "../generated/ClockView";
import type { DecisionLine } from "../generated/DecisionLine";
import type { MyTimeline } from "../generated/MyTimeline";
import type { PracticeModule } from "../generated/PracticeModule";
import type { PracticeState } from "../generated/PracticeState";
import type { SeatMe } from "../generated/SeatMe";
import type { TableView } from "../generated/TableView";
import { makeDetail, makeRow, ORDER } from "./injects";
import { COMMS, LEGAL, MIN, TABLE } from "./seat-story";

const STORY_START_MS = Date.UTC(2027, 4, 14, 17, 15);

export function clock(elapsed_ms: number, running: boolean): ClockView {
  return {
    running, elapsed_ms, at_ms: Date.now(), rate: running ? 1000 : 0, story_ms: STORY_START_MS + elapsed_ms, story: `Friday ${new Date(STORY_START_MS + elapsed_ms).toISOString().slice(11, 16)}`,
    story_ratio: 1, planned_ms: 90 * MIN, pause: null, back_at_ms: null,
  };
}

export function me(kind: string): SeatMe {
  const player = !["evaluator", "scribe", "simulator", "observer"].includes(kind);
  return {
    seat: `fake-${kind}`,
    kind: player ? "player" : kind,
    name: "Jonna Weiss",
    roles: player ? (kind === "two-roles" ? [COMMS, LEGAL] : [COMMS]) : [],
    table: TABLE,
    objectives: [
      { id: "contain", title: "Contain an intrusion before it spreads" },
      { id: "inform", title: "Inform the public with one voice" },
      { id: "notify", title: "Meet every notification deadline" },
    ],
    feedback: [
      "The drill was well structured.", "The scenario was realistic.", "The facilitator kept it going.", "The documents helped.",
      "It fitted my position.", "The right people took part.", "It let us practise what we need.", "I am better prepared now.",
    ],
  };
}

export function table(kind: string): TableView {
  const phases: Record<string, string> = { briefing: "briefing", paused: "paused", "hot-wash": "hot-wash", mine: "review", incident: "paused" };
  const phase = phases[kind] ?? "running";
  const elapsed = phase === "briefing" ? 0 : phase === "hot-wash" || phase === "review" ? 88 * MIN : 37 * MIN;
  const deadlines: TableView["deadlines"] =
    kind === "running" || kind === "decided" || kind === "two-roles"
      ? [{ id: "statement", title: "Holding statement", source: "plan 6.2, within 15 min of the first request", role_title: "Communications Lead", state: "recognised", due_story: "Friday 18:05", due_elapsed_ms: 50 * MIN, limit: "", content: [] }]
      : kind === "plain" || kind === "observer"
        ? [
            { id: "gdpr", title: "Data protection authority", source: "GDPR 33", role_title: "Privacy Officer", state: "recognised", due_story: "Friday 17:51", due_elapsed_ms: 36 * MIN, limit: "", content: [] },
            { id: "insurer", title: "Insurer", source: "policy", role_title: "Legal Counsel", state: "met", due_story: "Friday 18:00", due_elapsed_ms: null, limit: "", content: [] },
          ]
        : [];
  return {
    title: "Ransomware on a Friday afternoon",
    handling: "TLP:AMBER",
    origin: kind === "practice" ? "practice" : "live",
    phase,
    how: null,
    clock: { ...clock(elapsed, phase === "running"), back_at_ms: null },
    deadlines,
    question: kind === "discussion"
      ? {
          module: "contain", module_title: "Containment", question: 1, of: 3, says: "Which system would you rather lose for a day than keep running?",
          answers: [
            { role_title: "IT Operations Lead", role: "it", says: "The booking portal. It can be rebuilt from Tuesday’s set." },
            { role_title: "SOC Analyst", role: "soc", says: "Finance workstations, all of them." },
          ],
        }
      : null,
    real_incident: kind === "incident" ? "A fire alarm in building 2; everybody to the assembly point." : null,
    decisions: 4,
  };
}

/** A module that waits to be begun. */
export const MODULE: PracticeModule = { role: "comms", number: 2, from_ms: 36 * MIN, until_ms: 46 * MIN, title: "The press" };

export function practice(kind: string): PracticeState | null {
  if (kind !== "practice") return null;
  return {
    module: null, rate: 2000, shared: false, bots: ["ic", "it", "soc"], hints: ["press"],
    to_tick: [
      { inject: "press", action: "press-legal", text: "Communications brings Legal in before answering" },
      { inject: "press", action: "press-commander", text: "The commander is told before anything is sent" },
    ],
  };
}

export function cell(kind: string): CellView | null {
  if (!["evaluator", "scribe", "simulator"].includes(kind)) return null;
  const rows = ORDER.map(makeRow);
  const detail = (id: string) => makeDetail(makeRow(id));
  const press = detail("press");
  const running = press.expected.map((one) => ({ ...one, outcome: null, latency_ms: null, runs_from_ms: 35 * MIN }));
  const settled = [...detail("backup").expected, ...detail("files").expected];
  const late = { ...detail("backup").expected[1]!, id: "late", outcome: null, latency_ms: null, runs_from_ms: 20 * MIN, lapsed: true };
  const decided = (seq: number, role_title: string, role: string, text: string, elapsed_ms: number, inject: string, inject_title: string): CellView["decisions"][number] => ({
    seq, elapsed_ms, entered_ms: elapsed_ms, at_ms: 0, role, role_title, person: "", inject, inject_title, option: null, option_label: "", text, rationale: "", authorised_by: null,
    authorised_by_title: "", latency_ms: 92_000, target_ms: 300_000, prompted: false, unauthorised: false, harmful: false, revisions: [], stances: [], struck: null, source: "seat",
  });
  return {
    injects: rows,
    current: press,
    expected: [late, ...running, ...settled],
    objectives: [
      { id: "contain", title: "Contain an intrusion before it spreads", target: "Affected systems are off the network within 15 minutes of the first alert", critical_tasks: ["Isolate the first host", "Take the backup console off the network"], tested: true, rating: null, suggested: "S" },
      { id: "inform", title: "Inform the public with one voice", target: "A cleared statement within 15 minutes of the first request", critical_tasks: ["Agree the holding statement with Legal"], tested: true, rating: "P", suggested: "P" },
      { id: "notify", title: "Meet every notification deadline", target: "Every notice is logged before it is due", critical_tasks: ["Start the authority’s clock"], tested: false, rating: null, suggested: null },
    ],
    decisions: [
      decided(150, "Communications Lead", "comms", "Give a holding statement only; Legal has cleared it.", 36.5 * MIN, "press", "A reporter asks for comment"),
      decided(131, "IT Operations Lead", "it", "Take the backup console off the network.", 34 * MIN, "backup", "Backup console login at 04:12"),
      decided(96, "Incident Commander", "ic", "Severity 1, full team.", 21 * MIN, "note", "Ransom note found"),
    ],
    questions: [
      { seq: 160, elapsed_ms: 36 * MIN, role_title: "Legal Counsel", says: "Insurance hotline: do we have to wait for your forensic firm before we restore?", answer: null },
      { seq: 155, elapsed_ms: 35 * MIN, role_title: "IT Operations Lead", says: "Is the terminal supplier’s engineer on site today?", answer: null },
      { seq: 80, elapsed_ms: 22 * MIN, role_title: "Communications Lead", says: "May we use the customer mailing list for this?", answer: "Yes, it works in this story." },
    ],
    mail: [
      { message: 162, from: "Legal Counsel", from_role: "legal", to: "Cyber insurance hotline", to_role: null, says: "We report an incident under policy 88-201. Please call back.", elapsed_ms: 36.5 * MIN, story: "Friday 17:51" },
      { message: 120, from: "Terminal supplier", from_role: null, to: "IT Operations Lead", to_role: "it", says: "Our engineer can be there at seven.", elapsed_ms: 30 * MIN, story: "Friday 17:45" },
    ],
    outside: ["Cyber insurance hotline", "Terminal supplier", "Coastal Business Daily"],
    notes: [
      { seq: 151, elapsed_ms: 36.6 * MIN, kind: "observation", by: "Evaluator", tone: "strength", says: "Communications called Legal before writing a word.", objective: "inform", inject: "press", critical: false, struck: null },
      { seq: 133, elapsed_ms: 34 * MIN, kind: "observation", by: "Evaluator", tone: "gap", says: "Nobody knew who may switch the terminals off.", objective: "contain", inject: "backup", critical: true, struck: null },
      { seq: 99, elapsed_ms: 22 * MIN, kind: "observation", by: "Scribe", tone: "neutral", says: "The team moved to the large table.", objective: null, inject: null, critical: false, struck: null },
    ],
  };
}

export const OTHERS: DecisionLine[] = [
  { decision: 158, role_title: "Legal Counsel", bot: false, inject_title: "A reporter asks for comment", text: "Clear the holding statement; no word about data.", rationale: "We do not know yet.", elapsed_ms: 36 * MIN, stance: "" },
  { decision: 131, role_title: "IT Operations Lead", bot: true, inject_title: "Backup console login at 04:12", text: "Take the backup console off the network.", rationale: "", elapsed_ms: 34 * MIN, stance: "agrees" },
];

export const MINE: MyTimeline = {
  median_ms: 93_000,
  met: 5,
  tested: 7,
  rows: [
    { elapsed_ms: 8 * MIN, kind: "inject", says: "Drivers ask what to say", latency_ms: null, target_ms: null },
    { elapsed_ms: 8.3 * MIN, kind: "seen", says: "Drivers ask what to say", latency_ms: 18_000, target_ms: null },
    { elapsed_ms: 12 * MIN, kind: "inject", says: "Service desk: callers ask what to say", latency_ms: null, target_ms: null },
    { elapsed_ms: 13.5 * MIN, kind: "decision", says: "Say that systems are down and that we call back within the hour; no cause.", latency_ms: 92_000, target_ms: 5 * MIN },
    { elapsed_ms: 35 * MIN, kind: "inject", says: "Are Harbour Logistics terminals down because of an attack?", latency_ms: null, target_ms: null },
    { elapsed_ms: 52.2 * MIN, kind: "decision", says: "Give a holding statement only", latency_ms: 17.2 * MIN, target_ms: 15 * MIN },
    { elapsed_ms: 54 * MIN, kind: "notification", says: "Cyber insurance hotline, by phone", latency_ms: null, target_ms: null },
  ],
};
