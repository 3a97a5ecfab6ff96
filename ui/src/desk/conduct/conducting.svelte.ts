// One drill as it is conducted at this desk: the view that came last, the inject that is looked at, and the orders that
// are on their way. Nothing is shown before it is recorded.
import { beat } from "../../kit/beat.svelte";
import { advance, elapsedAfter } from "../../kit/clock";
import { call, order } from "../../wire/door";
import type { ConductView } from "../../wire/generated/ConductView";
import type { DeskOrder } from "../../wire/generated/DeskOrder";
import type { InjectDetail } from "../../wire/generated/InjectDetail";
import type { InjectRow } from "../../wire/generated/InjectRow";
import { CONDUCT } from "../../words/conduct";
import { shell } from "../shell.svelte";
import { inOrder, listed } from "./msel";

/** A key that meant the inject before must not act on the one that just came. */
const SETTLE_MS = 900;

export class Conducting {
  /** The inject that somebody chose to look at; null follows the drill. */
  pinned = $state<string | null>(null);
  /** The inject that is shown while following. It stays while something is being typed about it. */
  following = $state<string | null>(null);
  detail = $state.raw<InjectDetail | null>(null);
  /** How many orders are on their way. */
  saving = $state(0);
  /** Set by the capture bar while it holds text. */
  typing = $state(false);

  /** The newest delivery that was followed. */
  #newest: string | null = null;
  #changed_at = -Infinity;
  #delivered_at = -Infinity;
  #asked = 0;

  constructor(readonly exercise: string) {}

  get view(): ConductView | null {
    const live = shell.live;
    return live?.view.exercise === this.exercise ? live.view : null;
  }

  get received(): number {
    return shell.live?.received ?? 0;
  }

  /** Milliseconds since the view came, while the clock runs. */
  get since_ms(): number {
    return this.view?.clock.running ? beat() - this.received : 0;
  }

  /** The exercise clock, for display. */
  get elapsed_ms(): number {
    return this.view ? elapsedAfter(this.view.clock, this.since_ms) : 0;
  }

  /** Exercise time since the view came. */
  get gone_ms(): number {
    return this.view ? advance(this.view.clock, this.since_ms) : 0;
  }

  get shown(): string | null {
    return this.pinned ?? this.following;
  }

  get playing(): boolean {
    return this.view?.phase === "running" || this.view?.phase === "paused";
  }

  row(id: string | null): InjectRow | null {
    return this.view?.injects.find((row) => row.id === id) ?? null;
  }

  /** An inject that was delivered since, while something is being typed about the one that is shown. */
  get newer(): InjectRow | null {
    const newest = this.view ? newestDelivered(this.view.injects) : null;
    return newest && newest.id !== this.#newest && newest.id !== this.shown ? newest : null;
  }

  /** Goes with the drill to what is newly delivered, unless something is being typed about the inject that is shown. An
   * answer does not take the inject away: what remains to be ticked on it is at hand. */
  follow(): void {
    if (!this.view) return;
    const newest = newestDelivered(this.view.injects)?.id ?? null;
    if (this.following === null || this.row(this.following)?.state !== "delivered") {
      this.following = this.view.current;
    } else if (newest !== this.#newest) {
      if (this.typing) return;
      if (this.pinned === null) this.#changed_at = performance.now();
      this.following = newest;
    }
    this.#newest = newest;
  }

  /** False for a moment after another inject took the place of the one that was looked at. */
  get settled(): boolean {
    return performance.now() - this.#changed_at > SETTLE_MS;
  }

  /** False for a moment after a delivery, so that a key struck twice delivers once. */
  get mayDeliver(): boolean {
    return performance.now() - this.#delivered_at > SETTLE_MS;
  }

  look(id: string): void {
    this.pinned = id === this.following ? null : id;
    this.#changed_at = -Infinity;
  }

  /** Back to the inject that matters now. */
  back(): void {
    this.pinned = null;
    this.follow();
    this.#changed_at = -Infinity;
  }

  /** Goes to the newest delivery although something is being typed. */
  show(id: string): void {
    this.following = id;
    this.pinned = null;
    this.#newest = newestDelivered(this.view?.injects ?? [])?.id ?? null;
  }

  move(by: 1 | -1): void {
    if (!this.view) return;
    const rows = inOrder(listed(this.view.injects));
    const at = rows.findIndex((row) => row.id === this.shown);
    const next = rows[Math.min(rows.length - 1, Math.max(0, at + by))];
    if (next) this.look(next.id);
  }

  /** Fetches the inject that is shown, again after every record. The last one stays until the next is there. */
  async fetch(id: string | null): Promise<void> {
    const turn = ++this.#asked;
    if (id === null) {
      this.detail = null;
      return;
    }
    try {
      const detail = await call("inject", { exercise: this.exercise, inject: id });
      if (turn === this.#asked) this.detail = detail;
    } catch (why) {
      if (turn === this.#asked) shell.fail(why);
    }
  }

  async open(): Promise<void> {
    const view = await shell.work(CONDUCT.loading, () => call("conduct", { exercise: this.exercise }));
    if (view) shell.keepLive(view);
  }

  /** Gives an order. True once it is recorded; otherwise the problem has been told and nothing changed. */
  async order(given: DeskOrder, said?: string): Promise<boolean> {
    this.saving += 1;
    const reply = await shell.work(CONDUCT.sub.saving, () => order(this.exercise, given));
    this.saving -= 1;
    if (reply === null) return false;
    shell.dismiss();
    if (said) shell.say(said);
    if (reply.reply === "conduct") shell.keepLive(reply.view);
    else this.#leave(reply.reply);
    return true;
  }

  async deliver(id: string): Promise<void> {
    const title = this.row(id)?.title ?? "";
    if (!this.mayDeliver) return;
    this.#delivered_at = performance.now();
    if (await this.order({ order: "deliver", inject: id }, title)) this.show(id);
    else this.#delivered_at = -Infinity;
  }

  /** The phase belongs to another screen now. */
  #leave(to: "briefing" | "review"): void {
    shell.live = null;
    void shell.refresh();
    shell.go({ screen: to, id: this.exercise });
  }
}

function newestDelivered(injects: InjectRow[]): InjectRow | null {
  const later = (a: InjectRow | null, b: InjectRow) => (a !== null && (a.delivered_ms ?? 0) > (b.delivered_ms ?? 0) ? a : b);
  return injects.filter((row) => row.state === "delivered").reduce<InjectRow | null>(later, null);
}
