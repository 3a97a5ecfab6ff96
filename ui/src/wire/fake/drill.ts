// A drill that is played by a handful of rough rules, so that screens can be worked with in a browser. It is no engine:
// it records what the desk sends and shows it back. Development and tests only.
import { COUNTED } from "./counted";
import type { ConductView } from "../generated/ConductView";
import type { DeskOrder } from "../generated/DeskOrder";
import type { InjectDetail } from "../generated/InjectDetail";
import type { Problem } from "../generated/Problem";
import { makeDetail, makeRow, MIN, MODULES, ORDER, roleTitle, ROLES } from "./injects";

const PEOPLE: Record<string, [string, string, string]> = {
  ic: ["R. Okafor", "primary", "room"],
  comms: ["J. Weiss", "primary", "room"],
  it: ["A. Duarte", "primary", "room"],
  soc: ["L. Chen", "primary", "room"],
  privacy: ["S. Marsh", "primary", "room"],
  legal: ["P. Novak", "alternate", "room"],
  desk: ["T. Brandt", "primary", "remote"],
  owner: ["", "bot", ""],
};

export class FakeDrill {
  view: ConductView = makeView();
  details = new Map<string, InjectDetail>();
  #at = Date.now();

  constructor(public kind = "") {
    this.shape(kind);
  }

  /** Puts the drill into a state worth looking at. */
  shape(kind: string): void {
    const { view } = this;
    if (kind === "start") Object.assign(view, { phase: "briefing" });
    if (["paused", "cut-off", "slept", "break"].includes(kind)) {
      view.phase = "paused";
      view.clock.running = false;
      view.clock.pause = kind === "paused" ? "trainer" : kind;
      if (kind === "break") view.clock.back_at_ms = Date.now() + 11 * MIN;
    }
    if (kind === "incident") this.order({ order: "declare_real_incident", says: "Fire alarm in building 2" });
    if (kind === "hot-wash") {
      this.order({ order: "end" });
      view.notes.unshift(
        note(88, "hot-wash", "strength", "Backups were off the network within five minutes."),
        note(89, "hot-wash", "improve", "Nobody knew who may stop the terminals."),
        note(90, "parked", "parked", "May the deputy declare severity 1 alone?"),
      );
    }
  }

  now(): ConductView {
    const { clock } = this.view;
    const at = Date.now();
    if (clock.running) {
      clock.elapsed_ms += at - this.#at;
      clock.story_ms += at - this.#at;
    }
    this.#at = at;
    clock.at_ms = at;
    return structuredClone(this.view);
  }

  inject(id: string): InjectDetail {
    const row = this.view.injects.find((one) => one.id === id);
    if (!row) throw refuse("That inject is not in this drill.");
    let detail = this.details.get(id);
    if (!detail) {
      detail = row.trigger === "added" ? added(row) : makeDetail(row);
      if (id === "press") Object.assign(detail.expected[0] ?? {}, { outcome: "met", latency_ms: 100_000 });
      this.details.set(id, detail);
    }
    detail.row = row;
    for (const one of detail.expected) {
      one.runs_from_ms = row.delivered_ms;
      one.lapsed = !one.outcome && row.delivered_ms !== null && this.view.clock.elapsed_ms - row.delivered_ms > one.target_ms;
    }
    return structuredClone(detail);
  }

  order(given: DeskOrder): ConductView {
    this.now();
    const { view } = this;
    const { clock } = view;
    const allowed = ["clear_real_incident", "close"];
    if (view.real_incident !== null && !allowed.includes(given.order)) {
      throw refuse("A real incident stands. Clear it or close the drill first.");
    }
    view.seq += 1;
    view.saved_at_ms = Date.now();
    const row = "inject" in given ? view.injects.find((one) => one.id === given.inject) : undefined;
    switch (given.order) {
      case "start":
        Object.assign(view, { phase: "running" });
        clock.running = true;
        break;
      case "pause":
      case "break":
        Object.assign(view, { phase: "paused" });
        clock.running = false;
        clock.pause = given.order === "break" ? "break" : "trainer";
        clock.back_at_ms = given.order === "break" ? Date.now() + given.minutes * MIN : null;
        break;
      case "resume":
        Object.assign(view, { phase: "running" });
        Object.assign(clock, { running: true, pause: null, back_at_ms: null });
        break;
      case "jump_to_next":
        if (view.next) clock.elapsed_ms = view.next.due_ms;
        if (view.next) this.#deliver(view.next.id);
        break;
      case "deliver":
        this.#deliver(given.inject);
        break;
      case "hold":
      case "skip":
      case "withdraw":
        if (row) row.state = { hold: "held", skip: "skipped", withdraw: "withdrawn" }[given.order];
        if (row) row.open = false;
        break;
      case "release":
        if (row) row.state = row.due_ms === null ? "by-hand" : "waiting";
        break;
      case "postpone":
        if (row?.due_ms != null) row.due_ms += given.minutes * MIN;
        break;
      case "decide": {
        const inject = view.injects.find((one) => one.id === given.inject);
        const detail = inject ? this.details.get(inject.id) : undefined;
        const chosen = detail?.options.find((one) => one.id === given.option);
        const elapsed = clock.elapsed_ms - given.first_key_ms_ago - given.set_back_ms;
        const latency = inject?.delivered_ms != null ? elapsed - inject.delivered_ms : null;
        view.decisions.unshift({
          ...decision(view.seq, given.role, elapsed, given.text || chosen?.label || "", given.inject, inject?.title ?? "", latency, 15 * MIN),
          option: given.option,
          option_label: chosen?.label ?? "",
          rationale: given.rationale,
          authorised_by: given.authorised_by,
          authorised_by_title: given.authorised_by ? roleTitle(given.authorised_by) : "",
          harmful: chosen?.kind === "harmful",
        });
        if (inject) Object.assign(inject, { open: false, latency_ms: inject.latency_ms ?? latency, mark: inject.mark === "running" ? "met" : inject.mark });
        const seat = view.seats.find((one) => one.role === given.role);
        if (seat) Object.assign(seat, { idle_ms: 0, idle: false, open: Math.max(0, seat.open - 1) });
        break;
      }
      case "revise": {
        const one = view.decisions.find((other) => other.seq === given.decision);
        if (!one) break;
        one.revisions.push({ seq: view.seq, elapsed_ms: clock.elapsed_ms, text: one.text, option: null, rationale: one.rationale });
        Object.assign(one, { text: given.text, rationale: given.rationale, option: given.option, authorised_by: given.authorised_by, authorised_by_title: given.authorised_by ? roleTitle(given.authorised_by) : "" });
        break;
      }
      case "take_stance":
        view.decisions
          .find((one) => one.seq === given.decision)
          ?.stances.push({ role_title: roleTitle(given.role), stance: given.stance, says: given.says });
        break;
      case "strike":
        for (const one of [...view.decisions, ...view.notes]) if (one.seq === given.record) one.struck = given.reason;
        break;
      case "settle":
        for (const detail of this.details.values()) {
          const one = detail.expected.find((other) => other.id === given.action);
          if (!one) continue;
          one.outcome = given.outcome;
          one.note = given.note;
          one.latency_ms = one.runs_from_ms === null ? null : clock.elapsed_ms - one.runs_from_ms;
        }
        break;
      case "prompt": {
        const detail = given.inject ? this.details.get(given.inject) : undefined;
        if (detail) detail.prompts_used += 1;
        view.notes.unshift(note(view.seq, "prompt", "neutral", given.says, clock.elapsed_ms));
        break;
      }
      case "park":
        view.notes.unshift(note(view.seq, "parked", "parked", given.says, clock.elapsed_ms));
        break;
      case "ask":
        view.questions.unshift({ seq: view.seq, elapsed_ms: clock.elapsed_ms, role_title: roleTitle(given.role), says: given.says, answer: null });
        break;
      case "answer":
        for (const one of view.questions) if (one.seq === given.question) one.answer = given.says;
        break;
      case "note":
        view.notes.unshift({ ...note(view.seq, "note", given.tone, given.says, clock.elapsed_ms), by: given.by, critical: given.critical, inject: given.inject });
        break;
      case "recognise_deadline":
      case "meet_deadline":
        for (const one of view.deadlines) {
          if (one.id !== given.deadline) continue;
          one.recognised = true;
          one.state = given.order === "meet_deadline" ? "met" : "recognised";
          one.slack_ms ??= one.within_ms;
        }
        break;
      case "attend":
        for (const seat of view.seats)
          for (const holder of seat.holders)
            if (holder.person === given.person) {
              holder.presence = given.presence;
              seat.here = given.presence !== "left";
            }
        break;
      case "acknowledge": {
        const title = roleTitle(given.role);
        const detail = this.details.get(given.inject);
        if (detail && !detail.acknowledged.includes(title)) detail.acknowledged.push(title);
        break;
      }
      case "edit": {
        const detail = this.details.get(given.inject);
        if (detail) Object.assign(detail, { subject: given.subject, body: given.body, body_html: `<p>${given.body}</p>`, edited: true });
        break;
      }
      case "add_inject":
        view.injects.push({
          ...makeRow("lost"), id: `added-${view.seq}`, title: given.title, channel: given.channel, from: given.from,
          to: given.to.map(roleTitle), trigger: "added", state: given.in_minutes === null ? "by-hand" : "waiting",
          due_ms: given.in_minutes === null ? null : clock.elapsed_ms + given.in_minutes * MIN,
        });
        break;
      case "declare_real_incident":
        Object.assign(view, { real_incident: given.says, phase: "paused" });
        Object.assign(clock, { running: false, pause: "real-incident" });
        break;
      case "clear_real_incident":
        view.real_incident = null;
        break;
      case "end":
        view.phase = "hot-wash";
        clock.running = false;
        view.next = null;
        for (const one of view.injects) if (["waiting", "by-hand", "held", "due"].includes(one.state)) one.state = "cancelled";
        break;
      case "say_in_hot_wash":
        view.notes.unshift({ ...note(view.seq, "hot-wash", given.topic, given.says, clock.elapsed_ms), objective: given.objective });
        break;
      case "close":
        Object.assign(view, { phase: "closed", how: given.how, real_incident: null });
        break;
      case "open_review":
        view.phase = "review";
        break;
      default:
        break;
    }
    this.#settle();
    return this.now();
  }

  #deliver(id: string): void {
    const row = this.view.injects.find((one) => one.id === id);
    if (!row) return;
    if (row.state === "delivered") throw refuse("This inject was delivered already.");
    Object.assign(row, { state: "delivered", delivered_ms: this.view.clock.elapsed_ms, due_ms: null, open: true, mark: "running" });
    this.view.current = id;
  }

  #settle(): void {
    const { view } = this;
    const waiting = view.injects.filter((one) => one.state === "waiting" && one.due_ms !== null);
    waiting.sort((a, b) => (a.due_ms ?? 0) - (b.due_ms ?? 0));
    const [next] = waiting;
    const playing = view.phase === "running" || view.phase === "paused";
    view.next = next && playing ? { id: next.id, title: next.title, due_ms: next.due_ms ?? 0 } : null;
    view.open = view.injects
      .filter((one) => one.open)
      .map((one) => ({ id: one.id, title: one.title, since_ms: one.delivered_ms ?? 0, to: one.to }));
  }
}

function makeView(): ConductView {
  const elapsed_ms = 37 * MIN + 12_000;
  const at_ms = Date.now();
  return {
    exercise: "01JDRILL",
    title: "Ransomware on a Friday afternoon",
    origin: "live",
    handling: "TLP:AMBER",
    plan: "Harbour Logistics · plan revision 4",
    phase: "running",
    how: null,
    clock: {
      running: true, elapsed_ms, at_ms, rate: 1000, story_ms: Date.UTC(2027, 2, 5, 15, 15) + elapsed_ms, story: "Friday 15:52",
      story_ratio: 1, planned_ms: 110 * MIN, pause: null, back_at_ms: null,
    },
    seq: 74,
    saved_at_ms: at_ms,
    modules: MODULES,
    injects: ORDER.map(makeRow),
    current: "press",
    next: { id: "payroll", title: "Payroll run is due at six", due_ms: 42 * MIN },
    decisions: [
      decision(70, "comms", 36 * MIN + 40_000, "asks Legal to join before answering the reporter", "press", "A reporter asks for comment", 100_000, 5 * MIN),
      { ...decision(64, "it", 35 * MIN + 2000, "takes the backup console off the network; keeps it powered", "backup", "Backup console login at 04:12", 242_000, 5 * MIN), authorised_by: "ic", authorised_by_title: "Incident Commander", rationale: "Evidence in memory would be lost" },
      {
        ...decision(41, "ic", 21 * MIN + 31_000, "declares severity 1, calls the full team, adds Legal", "note", "Ransom note found", 151_000, 10 * MIN),
        revisions: [{ seq: 45, elapsed_ms: 23 * MIN + 5000, text: "declares severity 1, calls the full team", option: null, rationale: "" }],
        stances: [{ role_title: "Business Owner", stance: "dissents", says: "Severity 2 would be enough until we know more" }],
      },
      decision(22, "desk", 11 * MIN + 10_000, "opens a priority ticket, tells callers to leave machines on", "files", "Help desk: files will not open", 190_000, 150_000),
      { ...decision(9, "soc", 48_000, "isolates FIN-WS-014 and opens a case", "edr", "EDR alert on FIN-WS-014", 48_000, 10 * MIN), prompted: true },
    ],
    again: [],
    counted: COUNTED,
    regimes: [
      { pack: "gdpr-33", title: "EU General Data Protection Regulation, personal-data breach", draft: false, happened: [], open: ["awareness"] },
    ],
    deadlines: [
      deadline("exec", "Executive on call", "plan 3.1", false, 20 * MIN, "recognised", 4 * MIN + 20_000, "Friday 15:56"),
      deadline("insurer", "Insurer", "plan 6.5", true, 24 * 60 * MIN, "recognised", 23 * 60 * MIN + 14 * MIN, "Saturday 15:06"),
      deadline("dpa", "Data protection authority", "GDPR 33", true, 72 * 60 * MIN, "began", 71 * 60 * MIN + 54 * MIN, "Monday 15:46"),
      deadline("police", "Police", "plan 6.4", true, 4 * 60 * MIN, "waiting", null, ""),
    ],
    decisions_total: 3,
    messages: [
      {
        message: { message: 72, from: "Communications Lead", from_role: "comms", to: "The Coastal Daily", to_role: null, says: "We are looking into it and call you back before six.", elapsed_ms: 36 * MIN + 50_000, story: "Friday 15:51" },
        waiting: true,
      },
    ],
    notifications: [{ seq: 68, elapsed_ms: 34 * MIN, role_title: "Legal Counsel", body: "Cyber insurer", means: "hotline", says: "Notice of a possible claim.", deadline: null }],
    discussion: null,
    discussions: MODULES.map((one) => ({ module: one.id, title: one.title, questions: one.questions })),
    door_open: true,
    seats: ROLES.map(([role, title], index) => {
      const [name, standing, presence] = PEOPLE[role] ?? ["", "bot", ""];
      return {
        role, title,
        holders: [{ person: standing === "bot" ? null : `P-${role}`, name: name || "bot", standing, presence }],
        here: true,
        idle_ms: [31_000, 4000, 130_000, 164_000, 842_000, 12_000, 182_000, null][index] ?? null,
        idle: role === "privacy",
        open: role === "comms" || role === "legal" ? 1 : 0,
      };
    }),
    notes: [
      note(66, "note", "strength", "Backups isolated before the domain was touched.", 35 * MIN + 20_000),
      note(52, "note", "gap", "Nobody knew who may shut the terminals down; plan 4.3 names a post that no longer exists.", 29 * MIN),
      note(44, "parked", "parked", "May the deputy declare severity 1 alone?", 22 * MIN),
    ],
    questions: [
      { seq: 72, elapsed_ms: 36 * MIN + 50_000, role_title: "Legal Counsel", says: "Is the reporter on the record, or may we speak in confidence?", answer: null },
    ],
    open: [{ id: "press", title: "A reporter asks for comment", since_ms: 35 * MIN, to: ["Communications Lead", "Legal Counsel"] }],
    objectives: [
      { id: "contain", title: "Contain a spreading infection without losing evidence", tested: true },
      { id: "decide", title: "Decide with clear authority under time pressure", tested: true },
      { id: "notify", title: "Tell authorities and customers in time", tested: false },
      { id: "recover", title: "Recover in an order that the business agrees to", tested: false },
    ],
    real_incident: null,
    replay: false,
  };
}

export function refuse(says: string): Problem {
  return { code: "refused", says, hint: null, detail: null };
}

function decision(seq: number, role: string, elapsed_ms: number, text: string, inject: string | null, inject_title: string, latency_ms: number | null, target_ms: number): ConductView["decisions"][number] {
  return {
    seq, elapsed_ms, entered_ms: elapsed_ms, at_ms: Date.now(), role, role_title: roleTitle(role), person: PEOPLE[role]?.[0] ?? "", inject, inject_title,
    option: null, option_label: "", text, rationale: "", authorised_by: null, authorised_by_title: "", latency_ms, target_ms, prompted: false,
    unauthorised: false, harmful: false, revisions: [], stances: [], struck: null, source: "desk",
  };
}

function deadline(id: string, title: string, source: string, outside: boolean, within_ms: number, state: string, slack_ms: number | null, due_story: string): ConductView["deadlines"][number] {
  return {
    id, title, source, outside, role_title: outside ? "Privacy Officer" : "Incident Commander", within_ms, state, due_story,
    due_story_ms: null, due_elapsed_ms: slack_ms === null ? null : 37 * MIN + 12_000 + slack_ms, recognised: state === "recognised" || state === "met", slack_ms,
    limit: "", pack: null, draft: false, content: [],
  };
}

function note(seq: number, kind: string, tone: string, says: string, elapsed_ms = 37 * MIN): ConductView["notes"][number] {
  return { seq, elapsed_ms, kind, by: "facilitator", tone, says, objective: null, inject: null, critical: false, struck: null };
}

function added(row: InjectDetail["row"]): InjectDetail {
  return { ...makeDetail({ ...row, id: "lost" }), row, subject: row.title };
}
