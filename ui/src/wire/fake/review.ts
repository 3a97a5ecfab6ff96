// A review that records what the desk sends and shows it back, and a drill as it stood earlier. Development and tests only.
import type { ActionView } from "../generated/ActionView";
import type { ConductView } from "../generated/ConductView";
import type { DeskOrder } from "../generated/DeskOrder";
import type { ReviewView } from "../generated/ReviewView";
import { MIN } from "./injects";
import { review } from "./views";

type Row = ReviewView["timeline"][number];

export class FakeReview {
  view: ReviewView = review();
  #seq = 200;

  constructor(kind = "") {
    const { view } = this;
    view.exercise = "01JREVIEW";
    const story = (ms: number) => new Date(Date.UTC(2027, 2, 5, 15, 15) + ms).toISOString().slice(11, 16);
    const more: [minute: number, second: number, lane: string, kind: string, says: string, latency_s: number | null, target_s: number | null, mark: string][] = [
      [0, 0, "", "clock", "Play began", null, null, ""],
      [23, 0, "", "clock", "Paused", null, null, ""],
      [31, 0, "privacy", "deadline", "Deadline began: Data-protection authority, due Monday 15:46", null, null, ""],
      [50, 0, "comms", "action", "Target time passed: holding statement agreed", null, 900, "missed"],
      [58, 30, "owner", "decision", "moves the payroll run to the bank's portal", 990, 720, "late"],
      [66, 5, "privacy", "decision", "declares the breach and since when the company knows of it", 260, 450, "met"],
      [71, 40, "legal", "decision", "sends the early warning to the national CSIRT", 1420, 3000, "met"],
      [78, 0, "legal", "deadline", "Deadline met: National CSIRT, early warning", null, null, "met"],
      [84, 20, "ic", "decision", "names a relief for every role before the second day", 400, 600, "met"],
      [92, 15, "it", "decision", "rebuilds the domain controllers before anything else returns", 735, 900, "met"],
      [104, 0, "", "clock", "Play ended", null, null, ""],
    ];
    const added = more.map(([minute, second, lane, kindOf, says, latency, target, mark]): Row => {
      const elapsed_ms = minute * MIN + second * 1000;
      return {
        seq: 0, elapsed_ms, at_ms: Date.UTC(2027, 2, 5, 13) + elapsed_ms, story: `Friday ${story(elapsed_ms)}`, lane, kind: kindOf, says,
        latency_ms: latency === null ? null : latency * 1000, target_ms: target === null ? null : target * 1000, mark,
      };
    });
    const played = view.timeline.filter((row) => row.kind !== "note" || row.elapsed_ms > 0);
    view.timeline = [...played, ...added].sort((a, b) => a.elapsed_ms - b.elapsed_ms);
    view.timeline.forEach((row, index) => (row.seq = index + 3));
    const moments = view.timeline.filter((row) => row.kind === "decision").map((row) => row.seq);
    for (const one of [...view.findings, ...view.suggestions]) {
      one.evidence.forEach((evidence, index) => {
        evidence.seq = moments[index + 2] ?? evidence.seq;
        const row = view.timeline.find((any) => any.seq === evidence.seq);
        if (row) Object.assign(evidence, { elapsed_ms: row.elapsed_ms, says: row.says });
      });
    }
    const sources = ["missed-critical", "hand", "late", "unfilled-role"];
    [...view.findings, ...view.suggestions].forEach((one, index) => (one.finding.source = sources[index] ?? "late"));
    const waiting = view.suggestions[0];
    if (waiting) waiting.finding.section = "Harbour Logistics Incident Response Plan / Roles / Role: Service Desk Lead";
    const first = view.findings[0];
    if (first && kind !== "proposed") first.proposed = false;
    view.hot_wash = [
      { topic: "strength", says: "Backups were off the network within five minutes." },
      { topic: "strength", says: "Everybody knew the bridge number without looking it up." },
      { topic: "improve", says: "Nobody knew who may stop the terminals at that hour." },
      { topic: "improve", says: "The statement went through four people before it went out." },
      { topic: "training", says: "The service desk would like to practise the priority ticket." },
      { topic: "staffing", says: "The Privacy Officer has no deputy." },
      { topic: "parked", says: "May the deputy declare severity 1 alone?" },
    ].map(({ topic, says }, index) => ({
      seq: 150 + index, elapsed_ms: 104 * MIN, kind: topic === "parked" ? "parked" : "hot-wash", by: "", tone: topic, says, objective: null, inject: null, critical: false, struck: null,
    }));
    if (kind === "closed") Object.assign(view, { phase: "closed", how: "completed", left: [] });
    if (kind === "empty") Object.assign(view, { timeline: [], findings: [], suggestions: [], deadlines: [], hot_wash: [], feedback: 0, lapses: 0 });
  }

  order(given: DeskOrder): ReviewView {
    const { view } = this;
    const seq = ++this.#seq;
    const objective = "objective" in given ? view.objectives.find((one) => one.id === given.objective) : undefined;
    switch (given.order) {
      case "rate":
        if (objective) Object.assign(objective, { rating: given.rating, reason: given.reason });
        break;
      case "raise_finding": {
        const taken = view.suggestions.find((one) => one.finding.key === given.finding.key && one.finding.source === given.finding.source);
        view.suggestions = view.suggestions.filter((one) => one !== taken);
        view.findings.push({ seq, finding: given.finding, evidence: taken?.evidence ?? [], actions: [], amendment: taken?.amendment ?? null, proposed: false });
        break;
      }
      case "leave_suggestion":
        view.suggestions = view.suggestions.filter((one) => one.about !== given.about);
        break;
      case "revise_finding":
        for (const one of view.findings) if (one.seq === given.finding) one.finding = given.now;
        break;
      case "drop_finding":
        view.findings = view.findings.filter((one) => one.seq !== given.finding);
        break;
      case "write_narrative":
        if (objective) objective.analysis = given.text;
        else view.summary = given.text;
        break;
      case "settle":
        for (const one of view.objectives.flatMap((any) => any.expected)) {
          if (one.id === given.action) Object.assign(one, { outcome: given.outcome, note: given.note });
        }
        break;
      case "close":
        Object.assign(view, { phase: "closed", how: given.how, left: [] });
        break;
      default:
        break;
    }
    return this.now();
  }

  keepAction(id: string | null, kept: Omit<ActionView, "id" | "exercise" | "status">): ReviewView {
    const row = this.view.findings.find((one) => one.seq === kept.finding);
    const old = row?.actions.find((one) => one.id === id);
    if (old) Object.assign(old, kept);
    else row?.actions.push({ ...kept, id: `N${++this.#seq}`, exercise: this.view.exercise, status: "open" });
    return this.now();
  }

  proposed(finding: string | null): void {
    for (const one of this.view.findings) if (finding?.endsWith(`#${one.seq}`)) one.proposed = true;
  }

  now(): ReviewView {
    const { view } = this;
    const unrated = view.objectives.filter((one) => one.rating === null).length;
    if (view.phase === "review") {
      view.left = [
        ...(unrated ? [`Rate ${unrated} ${unrated === 1 ? "objective" : "objectives"}.`] : []),
        ...(view.suggestions.length ? [`${view.suggestions.length} suggested findings are not raised.`] : []),
        ...(view.summary ? [] : ["Write the summary, or leave the one made from facts."]),
      ];
    }
    return structuredClone(view);
  }

  /** The drill as it stood after a record, from what the drill is now. */
  replay(seq: number, live: ConductView): ConductView {
    const at = this.view.timeline.find((row) => row.seq === seq)?.elapsed_ms ?? 0;
    const { clock } = live;
    clock.story = `Friday ${new Date(Date.UTC(2027, 2, 5, 15, 15) + at).toISOString().slice(11, 16)}`;
    Object.assign(clock, { elapsed_ms: at, running: false });
    const before = live.injects.filter((row) => row.delivered_ms !== null && row.delivered_ms <= at);
    live.open = before.slice(-2).map((row) => ({ id: row.id, title: row.title, since_ms: row.delivered_ms ?? 0, to: row.to }));
    live.current = before.at(-1)?.id ?? null;
    live.decisions = live.decisions.filter((one) => one.elapsed_ms <= at);
    return { ...live, replay: true };
  }
}
