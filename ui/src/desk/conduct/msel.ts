// The order in which a running drill's injects are listed: what was delivered by when it was, the now line, what is due
// by when it will be, and at the end what waits for a hand or a miss. Pure.
import type { InjectRow } from "../../wire/generated/InjectRow";

export interface Listed {
  past: InjectRow[];
  coming: InjectRow[];
  /** Held back, by hand, or waiting for something that has no time. */
  kept: InjectRow[];
}

const GONE = ["delivered", "withdrawn"];
const OUT = ["skipped", "cancelled"];

export function listed(injects: InjectRow[]): Listed {
  const past = injects.filter((row) => GONE.includes(row.state));
  const out = injects.filter((row) => OUT.includes(row.state));
  const left = injects.filter((row) => !GONE.includes(row.state) && !OUT.includes(row.state));
  const timed = left.filter((row) => row.due_ms !== null);
  return {
    past: past.sort((a, b) => (a.delivered_ms ?? 0) - (b.delivered_ms ?? 0)),
    coming: timed.sort((a, b) => (a.due_ms ?? 0) - (b.due_ms ?? 0)),
    kept: [...left.filter((row) => row.due_ms === null), ...out],
  };
}

/** All of them in the order in which they stand on screen, for moving up and down. */
export function inOrder({ past, coming, kept }: Listed): InjectRow[] {
  return [...past, ...coming, ...kept];
}

/** True for what can still be delivered. */
export function deliverable(row: InjectRow): boolean {
  return ["waiting", "due", "by-hand", "held"].includes(row.state) || (row.state === "delivered" && row.repeatable);
}
