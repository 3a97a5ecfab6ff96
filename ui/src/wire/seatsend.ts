// What a seat has said and the drill has not answered yet. Every call carries a key and is sent again under the same key
// until it is answered, so that it counts once and is never lost, not even over a reload. Not here: what a call means.
import type { Problem } from "./generated/Problem";
import type { SeatAnswer } from "./generated/SeatAnswer";
import type { SeatCall } from "./generated/SeatCall";
import type { SeatReply } from "./generated/SeatReply";

const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 10_000;

/** A call that waits for its answer. */
export interface Waiting {
  key: string;
  call: SeatCall;
  /** The fields that it was typed into, with their text: forgotten once it was answered. */
  fields: Record<string, string>;
  /** Wall clock of the first key that was struck; only how long ago it was is ever told. */
  began_at_ms: number | null;
}

/** What the outbox needs from outside. */
export interface SendWorld {
  /** Rejects where no answer came. */
  post(call: SeatCall, key: string): Promise<SeatAnswer>;
  after(span_ms: number, then: () => void): () => void;
  random(): number;
  now_ms(): number;
  mint(): string;
  /** Keeps what waits over a reload. */
  keep(waiting: Waiting[]): void;
}

/** Who hears what becomes of a call. */
export interface SendListener {
  changed(waiting: Waiting[]): void;
  /** It was answered; `awaited` where the page that asked still waits for the answer. */
  answered(what: Waiting, answer: SeatAnswer, awaited: boolean): void;
  /** No answer came; it is tried again. */
  unanswered(): void;
}

interface Asker {
  done(reply: SeatReply): void;
  failed(problem: Problem): void;
}

export class Outbox {
  #world: SendWorld;
  #listener: SendListener;
  #waiting: Waiting[];
  #askers = new Map<string, Asker>();
  #sending = false;
  #failures = 0;
  #stopWaiting: () => void = () => undefined;
  #giveUp: () => void = () => undefined;
  #open = true;

  /** `kept` is what still waited when the page was left. */
  constructor(world: SendWorld, listener: SendListener, kept: Waiting[]) {
    this.#world = world;
    this.#listener = listener;
    this.#waiting = kept;
    if (kept.length > 0) {
      this.#listener.changed(kept);
      void this.#send();
    }
  }

  /** Says something that counts. Rejects with a Problem where the answer is one. */
  say(call: SeatCall, fields: Record<string, string> = {}, began_at_ms: number | null = null): Promise<SeatReply> {
    const what = { key: this.#world.mint(), call, fields, began_at_ms };
    return new Promise((done, failed) => {
      this.#askers.set(what.key, { done, failed });
      this.#now([...this.#waiting, what]);
      void this.#send();
    });
  }

  /** Tries at once what waits. What was sent into a dead connection is sent again; the key makes it count once. */
  nudge(): void {
    this.#stopWaiting();
    this.#giveUp();
    void this.#send();
  }

  /** Sends nothing more; what waits is kept. */
  close(): void {
    this.#open = false;
    this.#stopWaiting();
  }

  /** One at a time, in the order in which they were said. */
  async #send(): Promise<void> {
    if (this.#sending) return;
    this.#sending = true;
    for (let head = this.#waiting[0]; head && this.#open; head = this.#waiting[0]) {
      const answer = await this.#post(head);
      if (!this.#open) break;
      if (answer === "again") continue;
      if (!answer || ("problem" in answer && answer.problem.code === "too-much")) {
        this.#later();
        break;
      }
      this.#failures = 0;
      this.#now(this.#waiting.filter((one) => one.key !== head.key));
      this.#tell(head, answer);
    }
    this.#sending = false;
  }

  /** The answer; none where none came, or `again` where it is not to be waited for any longer. */
  #post(what: Waiting): Promise<SeatAnswer | "again" | null> {
    const given_up = new Promise<"again">((done) => (this.#giveUp = () => done("again")));
    const posted = this.#world.post(timed(what, this.#world.now_ms()), what.key).catch(() => null);
    return Promise.race([posted, given_up]);
  }

  #later(): void {
    this.#failures += 1;
    const longest = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** Math.min(this.#failures, 10));
    this.#stopWaiting();
    this.#stopWaiting = this.#world.after(longest * (0.25 + 0.75 * this.#world.random()), () => void this.#send());
    this.#listener.unanswered();
  }

  #tell(what: Waiting, answer: SeatAnswer): void {
    const asker = this.#askers.get(what.key);
    this.#askers.delete(what.key);
    this.#listener.answered(what, answer, asker !== undefined);
    if ("ok" in answer) asker?.done(answer.ok);
    else asker?.failed(answer.problem);
  }

  #now(waiting: Waiting[]): void {
    this.#waiting = waiting;
    this.#world.keep(waiting);
    this.#listener.changed(waiting);
  }
}

/** A decision is told with how long ago it was begun, measured when it goes out. */
function timed(what: Waiting, now_ms: number): SeatCall {
  if (what.call.call !== "decide" || what.began_at_ms === null) return what.call;
  const first_key_ms_ago = Math.max(0, now_ms - what.began_at_ms);
  return { call: "decide", args: { ...what.call.args, first_key_ms_ago } };
}
