// How a drill's timeline is laid out in lanes: which lane, how far along, and for a decision the bar of its latency with
// the target on it. Pure: shares of the width between 0 and 1; the drawing multiplies them.
import type { RoleName } from "../../wire/generated/RoleName";
import type { TimelineRow } from "../../wire/generated/TimelineRow";

/** What somebody looks at: good in time, warn late, bad missed; quiet where nothing is judged. */
export type Tone = "good" | "warn" | "bad" | "quiet";

export interface Lane {
  /** Empty for everybody. */
  id: string;
  title: string;
}
export interface Mark {
  seq: number;
  lane: number;
  at: number;
  kind: string;
  tone: Tone;
  /** From delivery to the act, and where the target lay. */
  bar: { from: number; to: number; target: number | null } | null;
}
export interface Tick {
  at: number;
  elapsed_ms: number;
}
export interface Layout {
  lanes: Lane[];
  marks: Mark[];
  ticks: Tick[];
  span_ms: number;
}

const STEPS_MIN = [1, 2, 5, 10, 15, 30, 60, 120, 240];
const MINUTE_MS = 60_000;
const TICKS_MAX = 10;

export function lay(rows: TimelineRow[], roles: RoleName[], planned_ms: number, everyone: string): Layout {
  const last = rows.reduce((most, row) => Math.max(most, row.elapsed_ms), 0);
  const span_ms = Math.max(MINUTE_MS, planned_ms, last);
  const lanes = [{ id: "", title: everyone }, ...roles];
  const share = (ms: number) => Math.min(1, Math.max(0, ms / span_ms));
  const marks = rows.map((row): Mark => {
    const lane = Math.max(0, lanes.findIndex((one) => one.id === row.lane));
    const began = row.latency_ms === null ? null : row.elapsed_ms - row.latency_ms;
    const target = began === null || row.target_ms === null ? null : share(began + row.target_ms);
    const bar = began === null ? null : { from: share(began), to: share(row.elapsed_ms), target };
    return { seq: row.seq, lane, at: share(row.elapsed_ms), kind: row.kind, tone: toneOf(row.mark), bar };
  });
  return { lanes, marks, ticks: ticks(span_ms), span_ms };
}

/** The row that lies closest to a moment; of several at one moment the first. */
export function nearest(rows: TimelineRow[], elapsed_ms: number): number {
  let best = 0;
  rows.forEach((row, index) => {
    const known = rows[best];
    if (known && Math.abs(row.elapsed_ms - elapsed_ms) < Math.abs(known.elapsed_ms - elapsed_ms)) best = index;
  });
  return best;
}

/** The row of a record, or the last one before it: evidence may name a record that has no line of its own. */
export function rowOf(rows: TimelineRow[], seq: number): number | null {
  const exact = rows.findIndex((row) => row.seq === seq);
  if (exact >= 0) return exact;
  let before: number | null = null;
  rows.forEach((row, index) => {
    if (row.seq < seq && (before === null || row.seq > (rows[before]?.seq ?? 0))) before = index;
  });
  return before;
}

function toneOf(mark: string): Tone {
  if (mark === "met") return "good";
  if (mark === "late") return "warn";
  return mark === "missed" ? "bad" : "quiet";
}

function ticks(span_ms: number): Tick[] {
  const step_min = STEPS_MIN.find((one) => span_ms / (one * MINUTE_MS) <= TICKS_MAX) ?? Math.ceil(span_ms / MINUTE_MS / TICKS_MAX);
  const step_ms = step_min * MINUTE_MS;
  return Array.from({ length: Math.floor(span_ms / step_ms) + 1 }, (_, index) => ({
    at: (index * step_ms) / span_ms,
    elapsed_ms: index * step_ms,
  }));
}
