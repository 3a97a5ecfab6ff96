// What a seat knows is the same however its frames came: twice, in pieces, or with a view between.
import { expect, test } from "vitest";
import type { InjectItem } from "./generated/InjectItem";
import type { SeatFrame } from "./generated/SeatFrame";
import type { SeatItem } from "./generated/SeatItem";
import type { SeatMe } from "./generated/SeatMe";
import type { SeatView } from "./generated/SeatView";
import { fold, forget, isAnother, NOTHING, type SeatState } from "./seatfold";

const inject = (id: string, subject = id): SeatItem => ({
  kind: "inject",
  is: {
    id, subject, channel: "email", from: "Somebody", to: [], body_html: "", attachments: [], options: [], elapsed_ms: 0, story: "", module: null,
  } satisfies InjectItem,
});
const item = (seq: number, what: SeatItem): SeatFrame => ({ seq, item: what });
const decision = (record: number, text: string): SeatItem => ({
  kind: "decision",
  is: {
    decision: record, role: "soc", inject: "a", option: null, text, rationale: "", authorised_by: null, elapsed_ms: 0, latency_ms: 1, entered: false, revisions: [],
  },
});
const after = (...frames: SeatFrame[]): SeatState => frames.reduce((state, frame) => fold(state, frame, 5), NOTHING);
const me = (roles: string[]): SeatMe => ({
  seat: "s1", kind: "player", name: "Ines", table: [], objectives: [], feedback: [],
  roles: roles.map((id) => ({ id, title: id, brief: "", plan_role: null, duties: [], commitments: [], authority: [], help: [] })),
});
const view = (phase: string, who: SeatMe | null = null): SeatView => ({
  me: who ?? undefined,
  table: { phase, title: "", handling: "", origin: "live", how: null, deadlines: [], question: null, real_incident: null, decisions: 0, clock: {} as never },
} as SeatView);

test("an item counts once, however often it comes", () => {
  const state = after(item(3, inject("a")), item(3, inject("a")), item(5, inject("b")), item(3, inject("a")));
  expect(state.injects.map((held) => held.item.id), "in the order of the record").toEqual(["a", "b"]);
  expect(state.seq).toBe(5);
});

test("a view says how things stand and leaves what has happened alone", () => {
  const state = after({ seq: 0, view: view("briefing", me(["soc"])) }, item(3, inject("a")), { seq: 3, view: view("running") });
  expect(state.table?.phase).toBe("running");
  expect(state.me?.roles[0]?.id, "who sits here is kept where a view does not say it").toBe("soc");
  expect(state.injects).toHaveLength(1);
  expect(state.seq, "a view does not move the place where a connection goes on").toBe(3);
});

test("an inject that is taken back or seen says so, and one that comes again comes to the end", () => {
  const state = after(
    item(1, inject("a", "first")),
    item(2, inject("b")),
    item(3, { kind: "acknowledged", is: { inject: "a", role: "soc" } }),
    item(4, { kind: "withdrawn", is: { inject: "b", reason: "wrong table" } }),
    item(6, inject("a", "mended")),
  );
  expect(state.injects.map((held) => [held.item.id, held.item.subject, held.again, held.seen, held.withdrawn])).toEqual([
    ["b", "b", false, [], "wrong table"],
    ["a", "mended", true, ["soc"], null],
  ]);
});

test("a revised decision replaces itself and keeps its place", () => {
  const state = after(item(4, decision(4, "isolate")), item(6, decision(6, "call")), item(7, decision(4, "isolate all")));
  expect(state.decisions.map((one) => one.text)).toEqual(["isolate all", "call"]);
});

test("what was entered in error is gone, with what was said to it", () => {
  const state = after(
    item(4, decision(4, "isolate")),
    item(5, { kind: "stance", is: { decision: 4, role_title: "Legal", stance: "agrees", says: "" } }),
    item(6, { kind: "struck", is: { record: 4 } }),
  );
  expect([state.decisions, state.said]).toEqual([[], []]);
});

test("an answer goes to its question", () => {
  const state = after(
    item(4, { kind: "question", is: { role: "soc", says: "May we?" } }),
    item(9, { kind: "answer", is: { question: 4, says: "Yes." } }),
  );
  expect(state.said).toEqual([{ seq: 4, kind: "question", role: "soc", says: "May we?", answer: "Yes." }]);
});

test("other roles make another seat, which is told everything anew", () => {
  expect(isAnother(me(["soc"]), me(["soc"]))).toBe(false);
  expect(isAnother(me(["soc"]), me(["soc", "it"])), "a second role sees other things").toBe(true);
  expect(isAnother(null, me(["soc"])), "the first view is no change").toBe(false);
  const left = forget(after({ seq: 0, view: view("running", me(["soc"])) }, item(3, inject("a"))));
  expect([left.seq, left.injects.length, left.table?.phase]).toEqual([0, 0, "running"]);
});
