// The report is shown with what was typed and not kept, also after the program was cut off.
import { afterEach, expect, test } from "vitest";
import { draft, openDrafts } from "../../kit/drafts.svelte";
import { review } from "../../wire/fake/views";
import { analysisKey, summaryKey, unkept } from "./unkept.svelte";

let close = () => {};
afterEach(() => close());

const keeper = { keep: () => Promise.resolve() };

test("what came back after a crash is in the preview, and what was emptied is empty", () => {
  const view = review();
  const [first, second] = view.objectives;
  close = openDrafts({ [summaryKey(view.exercise)]: JSON.stringify({ text: "We were quick." }), [analysisKey(view.exercise, first!.id)]: JSON.stringify({ text: "" }) }, keeper);
  const words = unkept(view);
  expect(words.summary).toBe("We were quick.");
  expect(words.objectives, "an emptied field is not the one that was kept").toEqual({ [first!.id]: "" });
  draft(analysisKey(view.exercise, second!.id)).text = JSON.stringify({ text: "Nobody led." });
  expect(unkept(view).objectives[second!.id]).toBe("Nobody led.");
});

test("a review without drafts is shown as it is kept", () => {
  close = openDrafts({}, keeper);
  expect(unkept(review())).toEqual({ summary: null, objectives: {}, finding: null });
});
