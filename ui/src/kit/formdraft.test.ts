// That a form begins with what the view says, keeps what was changed, and forgets it once it was recorded.
import { expect, test } from "vitest";
import { draft } from "./drafts.svelte";
import { formDraft } from "./formdraft.svelte";

const make = (key: string, name: string) => formDraft(() => key, () => ({ name, unit: "IT" }));

test("a form begins with the values of the view and is unchanged", () => {
  const form = make("a", "Okafor");
  expect(form.value).toEqual({ name: "Okafor", unit: "IT" });
  expect(form.changed).toBe(false);
});

test("an emptied field stays empty, and comes back with the page", () => {
  make("b", "Okafor").set({ name: "" });
  const again = make("b", "Okafor");
  expect(again.value.name, "the draft outlives the form that wrote it").toBe("");
  expect(again.changed).toBe(true);
});

test("a field that was put back as it was is no change", () => {
  const form = make("c", "Okafor");
  form.set({ name: "Weiss" });
  form.set({ name: "Okafor" });
  expect(form.changed).toBe(false);
  expect(draft("c").text, "nothing is left to keep").toBe("");
});

test("what was not touched follows the view", () => {
  make("d", "Okafor").set({ unit: "Legal" });
  expect(make("d", "Weiss").value).toEqual({ name: "Weiss", unit: "Legal" });
});

test("a draft that cannot be read is no draft", () => {
  draft("e").text = "{half";
  expect(make("e", "Okafor").value.name).toBe("Okafor");
});
