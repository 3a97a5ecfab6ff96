// A letter that is typed a moment too early must not be lost, nor be typed into what is on its way out.
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { holdLetters } from "./ahead";

let field: HTMLInputElement;
beforeEach(() => {
  vi.useFakeTimers();
  field = document.body.appendChild(document.createElement("input"));
});
afterEach(() => {
  vi.runAllTimers();
  vi.useRealTimers();
  document.body.innerHTML = "";
});

function strike(key: string, over: KeyboardEventInit = {}): boolean {
  return document.body.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true, ...over }));
}

test("letters go to the field that gets the focus", () => {
  const typed = vi.fn();
  field.addEventListener("input", typed);
  const coming = holdLetters();
  strike("i");
  coming();
  strike("s");
  field.focus();
  expect(field.value, "those before and after it was on its way").toBe("is");
  expect(typed, "the field is told of it").toHaveBeenCalledTimes(1);
  expect(strike("o"), "from then on, typing is typing").toBe(true);
});

test("a field that has the focus already takes them at once", () => {
  field.value = "who ";
  const coming = holdLetters();
  strike("m");
  field.focus();
  expect(field.value, "it may be on its way out still").toBe("who ");
  coming();
  expect(field.value).toBe("who m");
});

test("what opens over a field does not type into that field", () => {
  field.focus();
  const coming = holdLetters();
  coming(false);
  strike("b");
  expect(field.value).toBe("");
  const next = document.body.appendChild(document.createElement("input"));
  next.focus();
  expect(next.value).toBe("b");
});

test("what no field takes is struck again", () => {
  const struck: string[] = [];
  document.body.addEventListener("keydown", (event) => struck.push(event.key));
  holdLetters()();
  strike("n");
  expect(struck, "it waits").toEqual([]);
  vi.runAllTimers();
  expect(struck, "and is not lost").toEqual(["n"]);
});

test("a key that ends the typing finds the letters before it in their field", () => {
  field.focus();
  const coming = holdLetters();
  coming(false);
  strike("o");
  expect(field.value, "the field may be behind what opens").toBe("");
  strike("Enter");
  expect(field.value, "it was the right one after all").toBe("o");
});

test("a space alone presses the button that has the focus", () => {
  holdLetters()(false);
  expect(strike(" ")).toBe(true);
});

test("keys that are no letters and chords go through", () => {
  holdLetters()();
  expect(strike("Enter")).toBe(true);
  expect(strike("k", { ctrlKey: true })).toBe(true);
});
