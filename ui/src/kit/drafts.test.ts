// Nothing typed may be lost: kept a moment after the last key, back with the page, forgotten once recorded.
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { draft, flushDrafts, openDrafts } from "./drafts.svelte";

const kept: [string, string][] = [];
let close: () => void;
beforeEach(() => {
  vi.useFakeTimers();
  kept.length = 0;
  close = openDrafts({ "note/1": "half a sen" }, { keep: async (key, text) => kept.push([key, text]) });
});
afterEach(() => {
  close();
  vi.useRealTimers();
});

test("what was being typed comes back", () => {
  expect(draft("note/1").text).toBe("half a sen");
  expect(draft("note/2").text, "another field is empty").toBe("");
});

test("typing is kept once it rests", () => {
  const note = draft("note/2");
  for (const text of ["h", "ha", "hal"]) {
    note.text = text;
    vi.advanceTimersByTime(300);
  }
  expect(kept, "not at every key").toEqual([]);
  vi.advanceTimersByTime(200);
  expect(kept, "the last text, once").toEqual([["note/2", "hal"]]);
});

test("what was recorded is forgotten at once", () => {
  const note = draft("note/1");
  note.clear();
  expect(note.text).toBe("");
  expect(kept, "an empty text forgets it").toEqual([["note/1", ""]]);
});

test("leaving the page keeps what still waits", () => {
  draft("note/3").text = "almost";
  flushDrafts();
  expect(kept).toEqual([["note/3", "almost"]]);
});
