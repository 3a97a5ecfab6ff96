// The heart of the desk on fixtures: a decision by keyboard alone, text that survives whatever arrives, a key struck
// twice. How it looks is not tested here; names, roles and contrast are checked in the window.
import { cleanup, configure, fireEvent, render, waitFor } from "@testing-library/svelte";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { listenForKeys } from "../../kit/keys.svelte";
import { useDoor } from "../../wire/door";
import { asked, makeFakeDoor, type FakeDoor } from "../../wire/fake/door";
import { refuse } from "../../wire/fake/drill";
import type { DeskOrder } from "../../wire/generated/DeskOrder";
import { openDrafts } from "../../kit/drafts.svelte";
import { shell } from "../shell.svelte";
import Conduct from "./Conduct.svelte";

configure({ asyncUtilTimeout: 8000 });
vi.setConfig({ testTimeout: 30_000 });

let door: FakeDoor;
let close: (() => void)[];

beforeEach(() => {
  // What the page's own parts need and jsdom does not have.
  Element.prototype.scrollIntoView ??= () => undefined;
  globalThis.ResizeObserver ??= class {
    observe() {}
    unobserve() {}
    disconnect() {}
  };
  globalThis.CSS ??= { escape: (text: string) => text } as typeof CSS;
  asked.length = 0;
  shell.live = null;
  shell.problems = [];
  close = [listenForKeys(() => true), openDrafts({}, { keep: async () => undefined })];
});
afterEach(() => {
  cleanup();
  close.forEach((one) => one());
});

async function open(kind = "") {
  door = makeFakeDoor(kind);
  useDoor(door);
  const screen = render(Conduct, { exercise: "01JDRILL" });
  const field = await waitFor(() => found(screen.container.querySelector<HTMLTextAreaElement>("#capture-text")));
  await waitFor(() => screen.getByText("Holding statement agreed"));
  return { ...screen, field };
}

function found<T>(what: T | null | undefined): T {
  if (what === null || what === undefined) throw new Error("not there yet");
  return what;
}
const orders = () => asked.flatMap((call) => (call.call === "order" ? [call.args.order] : []));
const strike = (key: string, on: Element = document.body, over = {}) => fireEvent.keyDown(on, { key, ...over });
const recorded = (order: DeskOrder["order"]) => waitFor(() => found(orders().find((one) => one.order === order)));

async function type(field: HTMLTextAreaElement, text: string) {
  for (const letter of text) await fireEvent.input(field, { target: { value: field.value + letter } });
}

test("a decision is one key, the words, Enter", async () => {
  const { field } = await open();
  await strike("d");
  expect(document.activeElement, "D leads into the field").toBe(field);
  await type(field, "@ic isolates the terminals");
  expect(field.value, "the sign became the role").toBe("isolates the terminals");
  await strike("Enter", field);
  const order = await recorded("decide");
  expect(order).toMatchObject({ role: "ic", inject: "press", option: null, text: "isolates the terminals", set_back_ms: 0 });
  await waitFor(() => expect(field.value, "what was recorded leaves the field").toBe(""));
  expect(document.activeElement, "the next one can follow at once").toBe(field);
});

test("a refused entry stays in its field", async () => {
  const { field } = await open();
  const answer = door.call;
  door.call = async (call) => (call.call === "order" ? Promise.reject(refuse("Not now.")) : answer(call));
  await type(field, "isolates the terminals");
  await strike("Enter", field);
  await waitFor(() => expect(shell.problems.length, "the problem is told").toBe(1));
  expect(field.value).toBe("isolates the terminals");
});

test("an inject that arrives while somebody types changes neither the text nor what it is about", async () => {
  const { field } = await open();
  await type(field, "sends a holding statement");
  shell.keepLive(door.drill.order({ order: "deliver", inject: "payroll" }));
  await strike("Enter", field);
  expect(await recorded("decide")).toMatchObject({ inject: "press", text: "sends a holding statement" });
});

test("N struck twice delivers one inject", async () => {
  await open();
  await strike("n");
  await strike("n");
  await recorded("deliver");
  await waitFor(() => expect(shell.live?.view.current).toBe("payroll"));
  await strike("n");
  expect(orders().filter((one) => one.order === "deliver")).toEqual([{ order: "deliver", inject: "payroll" }]);
});

test("a digit ticks an expected action, and what is settled is not settled again by the same key", async () => {
  await open();
  await strike("2");
  expect(await recorded("settle")).toMatchObject({ action: "press-statement", outcome: "met" });
  await strike("1");
  expect(orders().filter((one) => one.order === "settle").length, "the first was met already").toBe(1);
});
