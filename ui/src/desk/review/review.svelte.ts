// One review at this desk: the view that came last, the moment that is looked at, and the orders that judge. Nothing is
// shown before it is recorded.
import { call, chooseTarget, isProblem, order } from "../../wire/door";
import type { Args } from "../../wire/replies";
import type { AmendmentCall } from "../../wire/generated/AmendmentCall";
import type { ConductView } from "../../wire/generated/ConductView";
import type { DeskOrder } from "../../wire/generated/DeskOrder";
import type { FindingView } from "../../wire/generated/FindingView";
import type { PlanView } from "../../wire/generated/PlanView";
import type { ReviewView } from "../../wire/generated/ReviewView";
import type { TimelineRow } from "../../wire/generated/TimelineRow";
import { REPORT } from "../../words/report";
import { REVIEW } from "../../words/review";
import { shell } from "../shell.svelte";
import { rowOf } from "./timeline";

/** While the scrubber moves, the drill is asked for once it rests. */
const REST_MS = 140;
const DAY_MS = 86_400_000;
const DUE_DAYS = 30;

export class Reviewing {
  view = $state.raw<ReviewView | null>(null);
  /** The plan that the drill tests, once it was needed. */
  plan = $state.raw<PlanView | null>(null);
  /** The line of the timeline that is looked at; null is the end. */
  at = $state<number | null>(null);
  /** The drill as it stood then. */
  then = $state.raw<ConductView | null>(null);

  #rest: ReturnType<typeof setTimeout> | undefined;
  #turn = 0;

  constructor(readonly exercise: string) {}

  get open(): boolean {
    return this.view?.phase === "review";
  }

  get row(): TimelineRow | null {
    return this.at === null ? null : (this.view?.timeline[this.at] ?? null);
  }

  /** Thirty days after the drill, as a date. */
  get dueDate(): string {
    const day = this.view?.timeline.findLast((row) => row.at_ms > 0)?.at_ms ?? Date.now();
    return new Date(day + DUE_DAYS * DAY_MS).toISOString().slice(0, 10);
  }

  async fetch(): Promise<void> {
    const view = await shell.work(REVIEW.loading, () => call("review", { exercise: this.exercise }));
    if (view) this.view = view;
  }

  /** Gives an order. True once it is recorded; otherwise the problem has been told and nothing changed. */
  async order(given: DeskOrder, said = ""): Promise<boolean> {
    const reply = await shell.work(REVIEW.saving, () => order(this.exercise, given));
    if (!reply) return false;
    shell.dismiss();
    if (said) shell.say(said);
    if (reply.reply === "review") this.view = reply.view;
    else await this.fetch();
    return true;
  }

  raise(finding: FindingView): Promise<boolean> {
    return this.order({ order: "raise_finding", finding }, finding.title);
  }

  async keepAction(action: Omit<Args<"keep_action">, "exercise">): Promise<boolean> {
    const view = await shell.work(REVIEW.saving, () => call("keep_action", { exercise: this.exercise, ...action }));
    if (view) this.view = view;
    void shell.refresh();
    return view !== null;
  }

  async needPlan(): Promise<void> {
    const plan = this.view?.plan?.id;
    if (this.plan || !plan) return;
    this.plan = await shell.work(REVIEW.loading, () => call("plan", { plan }));
  }

  async propose(change: AmendmentCall, because: string, finding: number | null): Promise<boolean> {
    const plan = this.view?.plan?.id;
    if (!plan) return false;
    const from = finding === null ? null : `exercise/${this.exercise}#${finding}`;
    const kept = await shell.work(REVIEW.saving, () =>
      call("propose_amendment", { plan, change, because, finding: from }),
    );
    if (!kept) return false;
    this.plan = kept;
    shell.say(REVIEW.amend.proposed);
    await this.fetch();
    void shell.refresh();
    return true;
  }

  /** Looks at the drill as it stood after a record. */
  look(seq: number): void {
    const at = rowOf(this.view?.timeline ?? [], seq);
    if (at !== null) this.moveTo(at);
  }

  moveBy(by: number): void {
    const last = (this.view?.timeline.length ?? 0) - 1;
    this.moveTo(Math.min(last, Math.max(0, (this.at ?? last) + by)));
  }

  moveTo(at: number | null): void {
    this.at = at;
    clearTimeout(this.#rest);
    const turn = ++this.#turn;
    const seq = this.row?.seq;
    if (seq === undefined) {
      this.then = null;
      return;
    }
    this.#rest = setTimeout(() => void this.#replay(seq, turn), REST_MS);
  }

  async #replay(seq: number, turn: number): Promise<void> {
    try {
      const then = await call("replay", { exercise: this.exercise, seq });
      if (turn === this.#turn) this.then = then;
    } catch (why) {
      shell.fail(isProblem(why) ? why : String(why));
    }
  }

  async saveLapses(): Promise<void> {
    const title = this.view?.title ?? "";
    const kinds = ["html", "md"].map((format) => ({ name: REPORT.forms[format]?.kind ?? format, extensions: [format] }));
    const path = await chooseTarget(REPORT.chooseLapses, `${REPORT.lapsesName(title)}.html`, kinds);
    if (path === null) return;
    const saved = await shell.work(REPORT.saving, () => call("save_lapses", { exercise: this.exercise, path }));
    if (saved !== null) shell.say(REPORT.saved(saved));
  }

  async close(how: string, reason: string): Promise<boolean> {
    if (!(await this.order({ order: "close", how, reason }))) return false;
    void shell.refresh();
    shell.go({ screen: "report", id: this.exercise });
    return true;
  }
}
