// A seat's only door to the world: taking a seat, calls, the live connection. Nothing else of the seat's page may touch
// fetch or WebSocket. It works on plain HTTP too, where a page is no secure context. Not here: when to try again
// (seatline, seatsend), and what a frame means (seatfold).
import type { Lobby } from "./generated/Lobby";
import type { Problem } from "./generated/Problem";
import type { SeatAnswer } from "./generated/SeatAnswer";
import type { SeatCall } from "./generated/SeatCall";
import type { SeatJoin } from "./generated/SeatJoin";
import type { SeatJoined } from "./generated/SeatJoined";
import type { Ears, Socket } from "./seatline";

const ANSWER_WITHIN_MS = 10_000;

/** What stands behind the door: the drill's computer, or fixtures while a screen is being built. */
export interface SeatDoor {
  /** Rejects where nobody answers. */
  lobby(): Promise<Lobby>;
  /** Rejects with a Problem, or with something else where nobody answers. */
  join(ask: SeatJoin): Promise<SeatJoined>;
  /** Rejects where nobody answers. */
  post(call: SeatCall, key: string): Promise<SeatAnswer>;
  dial(since: number, ears: Ears): Socket;
}

const computer: SeatDoor = {
  lobby: async () => (await ask("/seat/lobby")) as Lobby,
  async join(given) {
    const answer = (await ask("/seat/join", given)) as SeatJoined | Problem | { problem: Problem };
    if ("problem" in answer) throw answer.problem;
    if ("code" in answer) throw answer;
    return answer;
  },
  async post(call, key) {
    const args = "args" in call ? call.args : {};
    const answer = (await ask("/seat/call", { call: call.call, args, key })) as SeatAnswer | Problem;
    return "code" in answer ? { problem: answer } : answer;
  },
  dial(since, ears) {
    const where = new URL(`/seat/live?since=${since}`, location.href);
    where.protocol = where.protocol.replace("http", "ws");
    const socket = new WebSocket(where);
    socket.onmessage = (event) => ears.heard(String(event.data));
    socket.onclose = () => ears.closed();
    return socket;
  },
};

let door = computer;

/** Puts something else behind the door; for tests and for looking at screens. */
export function useSeatDoor(other: SeatDoor): void {
  door = other;
}

/** What stands behind the door now. */
export function seatDoor(): SeatDoor {
  return door;
}

/** A name for a call that no other call has. */
export function mintKey(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** True for what a call or joining rejects with, where there was an answer. */
export function isSeatProblem(what: unknown): what is Problem {
  return typeof what === "object" && what !== null && "code" in what && "says" in what;
}

/** What the address brings along after its `#`: a join code, or the secret of an invitation. */
export interface WayIn {
  code: string;
  invitation: string;
}

/** Reads `#code=ABC123`, `#invitation=…`, or either one bare: a code is short. */
export function readWayIn(fragment: string): WayIn {
  const bare = fragment.replace(/^#/, "");
  const named = new URLSearchParams(bare);
  const one = (...names: string[]) => names.map((name) => named.get(name)).find(Boolean) ?? "";
  if (bare.includes("=")) return { code: one("code", "c", "join"), invitation: one("invitation", "invite", "i", "token") };
  return bare.length > 16 ? { code: "", invitation: decodeURIComponent(bare) } : { code: bare, invitation: "" };
}

async function ask(path: string, body?: unknown): Promise<unknown> {
  const given: RequestInit =
    body === undefined
      ? {}
      : { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) };
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), ANSWER_WITHIN_MS);
  try {
    const response = await fetch(path, { ...given, cache: "no-store", signal: stop.signal });
    return await read(response);
  } finally {
    clearTimeout(timer);
  }
}

/** An answer that is no JSON comes from something on the way, and is none; only a refusal of the message itself stands. */
async function read(response: Response): Promise<unknown> {
  const text = await response.text();
  try {
    return JSON.parse(text) as unknown;
  } catch (why) {
    if (response.status === 429) return problem("too-much", text);
    if (response.status >= 400 && response.status < 500) return problem("bad-call", text);
    throw why;
  }
}

function problem(code: Problem["code"], detail: string): Problem {
  return { code, says: "", hint: null, detail: detail.slice(0, 500) || null };
}
