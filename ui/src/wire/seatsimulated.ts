// A world of its own time for the tests of a seat's connection: timers that fire when they are told to, chance from a
// seed, and a drill whose answers get lost. Tests only.
import type { SeatAnswer } from "./generated/SeatAnswer";
import type { SeatFrame } from "./generated/SeatFrame";
import type { Ears, LineWorld, Socket } from "./seatline";

/** Time that passes when it is told to. */
export class Time {
  now_ms = 0;
  #waiting: { at: number; then: () => void }[] = [];

  after(span_ms: number, then: () => void): () => void {
    const one = { at: this.now_ms + span_ms, then };
    this.#waiting.push(one);
    return () => void (this.#waiting = this.#waiting.filter((other) => other !== one));
  }

  /** Lets time pass, and whatever was promised meanwhile. */
  async pass(span_ms: number): Promise<void> {
    const until = this.now_ms + span_ms;
    for (;;) {
      await settle();
      const due = this.#waiting.filter((one) => one.at <= until).sort((a, b) => a.at - b.at)[0];
      if (!due) break;
      this.#waiting = this.#waiting.filter((one) => one !== due);
      this.now_ms = due.at;
      due.then();
    }
    this.now_ms = until;
  }
}

/** Chance that is the same every time. */
export function chance(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_664_525 + 1_013_904_223) % 4_294_967_296;
    return state / 4_294_967_296;
  };
}

interface Caller {
  ears: Ears;
  /** Open in name only: nothing goes through any more, and nobody is told. */
  dead: boolean;
}

/** The drill's computer behind a network that delays, cuts, and leaves connections half open. */
export class LossyDrill implements LineWorld {
  items: SeatFrame[] = [];
  reachable = true;
  has_seat = true;
  dialled: number[] = [];
  /** How likely each frame finds its connection cut, and gone dead without a word. */
  cut = 0;
  dead = 0;
  delay_ms = 20;
  /** Records of calls by their key: the same key counts once. */
  recorded = new Map<string, number>();
  posted = 0;
  lose_question = 0;
  lose_answer = 0;
  #callers = new Set<Caller>();

  constructor(
    readonly time: Time,
    readonly random: () => number,
  ) {}

  after(span_ms: number, then: () => void): () => void {
    return this.time.after(span_ms, then);
  }

  async seated(): Promise<boolean | null> {
    return this.reachable ? this.has_seat : null;
  }

  dial(since: number, ears: Ears): Socket {
    this.dialled.push(since);
    const caller: Caller = { ears, dead: false };
    this.time.after(this.delay_ms, () => {
      if (!this.reachable || !this.has_seat) return ears.closed();
      this.#callers.add(caller);
      this.#send(caller, { seq: since, view: {} as never });
      for (const frame of this.items) if (frame.seq > since) this.#send(caller, frame);
    });
    return { close: () => void this.#callers.delete(caller) };
  }

  /** Something happens, and everybody who listens is told. */
  tell(frame: SeatFrame): void {
    this.items.push(frame);
    for (const caller of [...this.#callers]) this.#send(caller, frame);
  }

  /** Every open connection goes dead without a word. */
  freeze(): void {
    for (const caller of this.#callers) caller.dead = true;
  }

  cutAll(): void {
    for (const caller of [...this.#callers]) this.#hangUp(caller);
  }

  async post(key: string): Promise<SeatAnswer> {
    this.posted += 1;
    await new Promise<void>((done) => this.time.after(this.delay_ms, done));
    if (!this.reachable || this.random() < this.lose_question) throw new Error("no answer");
    if (!this.recorded.has(key)) this.recorded.set(key, this.recorded.size + 1);
    if (this.random() < this.lose_answer) throw new Error("the answer was lost");
    return { ok: { reply: "done", view: { seq: this.recorded.get(key) ?? 0 } } };
  }

  #send(caller: Caller, frame: SeatFrame): void {
    if (caller.dead || !this.#callers.has(caller)) return;
    if (this.random() < this.dead) caller.dead = true;
    else if (this.random() < this.cut) this.#hangUp(caller);
    else caller.ears.heard(JSON.stringify(frame));
  }

  #hangUp(caller: Caller): void {
    this.#callers.delete(caller);
    if (!caller.dead) caller.ears.closed();
  }
}

/** Lets every promise that can be kept be kept. */
async function settle(): Promise<void> {
  for (let round = 0; round < 12; round += 1) await Promise.resolve();
}
