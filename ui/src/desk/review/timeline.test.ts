// Where the marks of a timeline stand, and which record a moment or a piece of evidence means.
import { expect, test } from "vitest";
import type { TimelineRow } from "../../wire/generated/TimelineRow";
import { lay, nearest, rowOf } from "./timeline";

const MIN = 60_000;
const ROLES = [{ id: "ic", title: "Incident Commander" }, { id: "comms", title: "Communications Lead" }];

const row = (seq: number, minute: number, over: Partial<TimelineRow> = {}): TimelineRow => ({
  seq, elapsed_ms: minute * MIN, at_ms: 0, story: "", lane: "", kind: "inject", says: "", latency_ms: null, target_ms: null, mark: "", ...over,
});

test("a mark stands in its role's lane at its share of the drill", () => {
  const { marks, lanes } = lay([row(1, 0), row(2, 50, { lane: "comms" })], ROLES, 100 * MIN, "Everybody");
  expect(lanes.map((one) => one.id)).toEqual(["", "ic", "comms"]);
  expect(marks[0], "what is for nobody alone stands in the first lane").toMatchObject({ lane: 0, at: 0 });
  expect(marks[1]).toMatchObject({ lane: 2, at: 0.5 });
});

test("a latency is a bar from delivery to decision with its target", () => {
  const decided = row(3, 40, { lane: "ic", kind: "decision", latency_ms: 20 * MIN, target_ms: 10 * MIN, mark: "late" });
  const mark = lay([decided], ROLES, 100 * MIN, "").marks[0];
  expect(mark?.bar, "the target lies within a late bar").toEqual({ from: 0.2, to: 0.4, target: 0.3 });
  expect(mark?.tone).toBe("warn");
});

test("a drill that ran over its plan still fits", () => {
  const { marks, span_ms } = lay([row(1, 0), row(2, 120)], ROLES, 60 * MIN, "");
  expect(span_ms).toBe(120 * MIN);
  expect(marks[1]?.at).toBe(1);
});

test("there are never more than eleven ticks, at whole minutes", () => {
  const check = (planned_min: number) => {
    const { ticks } = lay([], ROLES, planned_min * MIN, "");
    expect(ticks.length, `${planned_min} minutes`).toBeLessThanOrEqual(11);
    expect(ticks.every((tick) => tick.elapsed_ms % MIN === 0)).toBe(true);
  };
  for (const planned_min of [0, 1, 15, 90, 110, 480, 4000]) check(planned_min);
});

test("a moment means the record closest to it", () => {
  const rows = [row(1, 0), row(5, 10), row(9, 30)];
  expect(nearest(rows, 0)).toBe(0);
  expect(nearest(rows, 21 * MIN)).toBe(2);
  expect(nearest([], 5)).toBe(0);
});

test("evidence without a line of its own means the line before it", () => {
  const rows = [row(1, 0), row(5, 10), row(9, 30)];
  const check = (seq: number, index: number | null, why: string) => expect(rowOf(rows, seq), why).toBe(index);
  check(5, 1, "it has a line");
  check(7, 1, "the line before");
  check(99, 2, "the last line");
  check(0, null, "nothing came before");
});
