// The list of injects must stand in the order in which a trainer thinks: what was, what comes, what is kept.
import { expect, test } from "vitest";
import type { InjectRow } from "../../wire/generated/InjectRow";
import { deliverable, inOrder, listed } from "./msel";

function row(id: string, state: string, due_ms: number | null = null, delivered_ms: number | null = null): InjectRow {
  return {
    id, title: id, module: null, channel: "email", from: "", to: [], state, due_ms, delivered_ms, trigger: "", contingency: false, group: null,
    open: false, latency_ms: null, mark: "", repeatable: false,
  };
}

test("what was delivered comes by its moment, what is due by its time, the rest last", () => {
  const injects = [
    row("skipped", "skipped"),
    row("hand", "by-hand"),
    row("late", "waiting", 9),
    row("second", "delivered", null, 5),
    row("soon", "waiting", 7),
    row("first", "withdrawn", null, 2),
    row("held", "held"),
  ];
  const order = inOrder(listed(injects)).map(({ id }) => id);
  expect(order, "nobody must search for the now line").toEqual(["first", "second", "soon", "late", "hand", "held", "skipped"]);
});

test("what is over is not offered for delivery", () => {
  expect(deliverable(row("a", "held")), "held back may be delivered by hand").toBe(true);
  expect(deliverable(row("a", "delivered")), "an inject is delivered at most once").toBe(false);
  expect(deliverable({ ...row("a", "delivered"), repeatable: true }), "unless it says otherwise").toBe(true);
  expect(deliverable(row("a", "cancelled")), "cancelled stays cancelled").toBe(false);
});
