// Keys must act from anywhere but a field, be switched off where somebody asks for it, and never act twice.
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { render } from "@testing-library/svelte";
import { keyName, listenForKeys, offeredByGroup, takesText } from "./keys.svelte";
import Offering from "./keys.test.svelte";

let stop: () => void;
let singleKeys = true;
beforeEach(() => {
  singleKeys = true;
  stop = listenForKeys(() => singleKeys);
});
afterEach(() => {
  stop();
  document.body.innerHTML = "";
});

function strike(key: string, over: KeyboardEventInit = {}, on: Element = document.body): KeyboardEvent {
  const event = new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true, ...over });
  on.dispatchEvent(event);
  return event;
}

function offering(key: string, off: string | null = null) {
  const run = vi.fn();
  const shown = render(Offering, { actions: [{ id: key, says: key, group: "test", key, off, run }] });
  return { run, ...shown };
}

test("a key does its action wherever the focus is, but not in a field", () => {
  const { run } = offering("N");
  strike("n");
  expect(run, "from the page").toHaveBeenCalledTimes(1);
  const field = document.body.appendChild(document.createElement("textarea"));
  strike("n", {}, field);
  expect(run, "typing is typing").toHaveBeenCalledTimes(1);
});

test("single keys can be turned off and chords stay", () => {
  const single = offering("N").run;
  const chord = offering("Ctrl+K").run;
  singleKeys = false;
  strike("n");
  strike("k", { ctrlKey: true });
  expect(single, "WCAG 2.1.4").not.toHaveBeenCalled();
  expect(chord, "the palette must stay in reach").toHaveBeenCalledTimes(1);
});

test("a chord may end in a key that has a name", () => {
  const { run } = offering("Ctrl+Enter");
  strike("Enter", { ctrlKey: true });
  expect(run, "Start the drill is Ctrl+Enter").toHaveBeenCalledTimes(1);
});

test("a key held down acts once", () => {
  const { run } = offering("N");
  strike("n");
  strike("n", { repeat: true });
  expect(run, "one inject after another must not be delivered").toHaveBeenCalledTimes(1);
});

test("what cannot be done now is not done, and what is no longer offered neither", () => {
  const off = offering("N", "nothing is due");
  strike("n");
  expect(off.run, "it says why not").not.toHaveBeenCalled();
  const gone = offering("P");
  gone.unmount();
  strike("p");
  expect(gone.run, "its screen is gone").not.toHaveBeenCalled();
});

test("a dialog keeps the keys to itself", () => {
  const { run } = offering("N");
  const dialog = document.body.appendChild(document.createElement("div"));
  dialog.setAttribute("role", "dialog");
  strike("n");
  expect(run, "the screen behind it waits").not.toHaveBeenCalled();
});

test("Space belongs to a button that the keyboard reached, and to the screen after a click", () => {
  const { run } = offering("Space");
  const button = document.body.appendChild(document.createElement("button"));
  strike("Tab", {}, button);
  strike(" ", {}, button);
  expect(run, "the button was reached by Tab").not.toHaveBeenCalled();
  button.dispatchEvent(new Event("pointerdown", { bubbles: true }));
  strike(" ", {}, button);
  expect(run, "a button that was only clicked must not be pressed again").toHaveBeenCalledTimes(1);
});

test("digits are told by what was typed before where they lie", () => {
  const name = (init: KeyboardEventInit) => keyName(new KeyboardEvent("keydown", init));
  expect(name({ key: "2", code: "Digit2" })).toBe("2");
  expect(name({ key: '"', code: "Digit2", shiftKey: true })).toBe("Shift+2");
  expect(name({ key: "2", code: "Digit2", shiftKey: true }), "a keyboard that types digits with Shift").toBe("2");
  expect(name({ key: "Shift" })).toBeNull();
});

test("headings stand as the screens name them, the newest screen first and what is everywhere last", () => {
  const named = (...groups: string[]) => groups.map((group, index) => ({ id: group + index, says: group, group, run: () => undefined }));
  render(Offering, { actions: named("Drill", "Injects", "Drill") });
  render(Offering, { actions: named("Go to", "Desk"), everywhere: true });
  render(Offering, { actions: named("List") });
  const mine = offeredByGroup((one) => one.group !== "test");
  expect([...mine.keys()]).toEqual(["List", "Drill", "Injects", "Go to", "Desk"]);
  expect(mine.get("Drill")?.map((one) => one.id), "as the screen names them").toEqual(["Drill0", "Drill2"]);
});

test("a dialog on its way out keeps no keys", () => {
  const { run } = offering("N");
  document.body.innerHTML += '<div role="dialog" data-state="closed"><input /></div>';
  strike("n", {}, document.querySelector("input")!);
  expect(run, "the field still has the focus for a moment").toHaveBeenCalledTimes(1);
});

test("a checkbox takes no text", () => {
  const box = document.createElement("input");
  box.type = "checkbox";
  expect(takesText(box)).toBe(false);
  expect(takesText(document.createElement("input"))).toBe(true);
});
