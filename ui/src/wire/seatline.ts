// The live connection of a seat, or of the display: it is dialled again by itself, goes on where it was, and notices a connection that is
// open in name only. A page cannot see a socket's pings, so after a silence a second connection is dialled beside the
// first and takes its place once it has spoken. Sockets and timers are handed in; not here: what a frame means.
import type { SeatFrame } from "./generated/SeatFrame";

/** How long a connection may say nothing, at most, before it is tried by a second one. */
export const SILENCE_MS = 20_000;
/** How long a new connection may take to its first frame. */
export const ANSWER_MS = 6_000;
const FIRST_WAIT_MS = 400;
const LONGEST_WAIT_MS = 8_000;

/** An open connection. */
export interface Socket {
  close(): void;
}

/** What a connection tells. */
export interface Ears {
  heard(text: string): void;
  closed(): void;
}

/** What the line needs from outside. */
export interface LineWorld {
  dial(since: number, ears: Ears): Socket;
  /** Whether this device has a seat; null where the drill's computer does not answer. */
  seated(): Promise<boolean | null>;
  after(span_ms: number, then: () => void): () => void;
  /** From 0 to below 1. */
  random(): number;
}

/** `out`: this device has no seat any more. */
export type LineState = "connecting" | "live" | "lost" | "out";

/** Who hears the line. */
export interface Listener<F> {
  /** The last item that is known. */
  since(): number;
  /** A frame; `anew` where it is the first of a connection that tells everything from the start. */
  frame(frame: F, anew: boolean): void;
  state(state: LineState): void;
}

interface Call {
  socket: Socket | null;
  since: number;
  spoken: boolean;
  over: boolean;
}

export class SeatLine<F extends { seq: number } = SeatFrame> {
  #world: LineWorld;
  #listener: Listener<F>;
  #current: Call | null = null;
  #next: Call | null = null;
  #state: LineState = "connecting";
  #failures = 0;
  #stopWaiting: () => void = () => undefined;
  #stopSilence: () => void = () => undefined;
  #stopAnswer: () => void = () => undefined;
  #running = false;
  #anew = false;

  constructor(world: LineWorld, listener: Listener<F>) {
    this.#world = world;
    this.#listener = listener;
  }

  start(): void {
    this.#running = true;
    this.#say("connecting");
    this.#dial();
  }

  stop(): void {
    this.#running = false;
    this.#stopWaiting();
    this.#stopSilence();
    this.#stopAnswer();
    this.#drop(this.#current);
    this.#drop(this.#next);
    this.#current = this.#next = null;
  }

  /** Tries at once: the device woke up, the network came back, or a call went unanswered. */
  nudge(): void {
    if (!this.#running || this.#next) return;
    this.#stopWaiting();
    this.#dial();
  }

  /** The device itself says that it has no network. */
  cut(): void {
    if (!this.#running) return;
    this.#drop(this.#current);
    this.#drop(this.#next);
    this.#current = this.#next = null;
    this.#stopSilence();
    this.#stopAnswer();
    this.#say("lost");
    this.#wait();
  }

  /** Asks for everything from the start, because the seat is another one than before. */
  anew(): void {
    if (!this.#running) return;
    this.#anew = true;
    this.#drop(this.#next);
    this.#next = null;
    this.#stopWaiting();
    this.#dial();
  }

  #dial(): void {
    const call: Call = { socket: null, since: this.#anew ? 0 : this.#listener.since(), spoken: false, over: false };
    this.#next = call;
    this.#stopAnswer();
    this.#stopAnswer = this.#world.after(ANSWER_MS, () => this.#closed(call));
    call.socket = this.#world.dial(call.since, {
      heard: (text) => this.#heard(call, text),
      closed: () => this.#closed(call),
    });
    if (call.over) call.socket.close();
  }

  #heard(call: Call, text: string): void {
    if (call.over) return;
    const frame = read<F>(text);
    if (!frame) return;
    const first = !call.spoken;
    call.spoken = true;
    if (call === this.#next) {
      this.#drop(this.#current);
      this.#current = call;
      this.#next = null;
      this.#stopAnswer();
      this.#failures = 0;
      this.#anew = false;
      this.#say("live");
    }
    this.#listen();
    // A drill that knows less than the seat tells everything anew, as it does when nothing was known.
    this.#listener.frame(frame, first && frame.seq < Math.max(1, call.since));
  }

  #closed(call: Call): void {
    if (call.over) return;
    this.#drop(call);
    if (call === this.#current) {
      this.#current = null;
      this.#stopSilence();
      this.#say("lost");
      if (!this.#next) this.#wait();
      return;
    }
    // The one that was to prove that the line stands has failed: the old one counts as lost too.
    this.#next = null;
    this.#stopAnswer();
    this.#stopSilence();
    this.#drop(this.#current);
    this.#current = null;
    this.#failures += 1;
    this.#say("lost");
    void this.#askSeat();
  }

  async #askSeat(): Promise<void> {
    const seated = await this.#world.seated();
    if (!this.#running || this.#next || this.#current) return;
    if (seated === false) {
      this.stop();
      this.#say("out");
    } else {
      this.#wait();
    }
  }

  /** A room full of seats must not come back in the same moment: every wait is drawn by lot. */
  #wait(): void {
    const longest = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** Math.min(this.#failures, 10));
    this.#stopWaiting();
    this.#stopWaiting = this.#world.after(longest * (0.25 + 0.75 * this.#world.random()), () => this.nudge());
  }

  /** What ends a silence reaches every seat at once, so its next end is drawn by lot too. */
  #listen(): void {
    this.#stopSilence();
    this.#stopSilence = this.#world.after(SILENCE_MS * (0.6 + 0.4 * this.#world.random()), () => this.nudge());
  }

  #drop(call: Call | null): void {
    if (!call || call.over) return;
    call.over = true;
    call.socket?.close();
  }

  #say(state: LineState): void {
    if (this.#state === state) return;
    this.#state = state;
    this.#listener.state(state);
  }
}

function read<F>(text: string): F | null {
  try {
    return JSON.parse(text) as F;
  } catch {
    return null;
  }
}
