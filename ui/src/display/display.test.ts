// What the whole room reads: that it is an exercise, always; nothing while it is dark; and nobody is kept out.
import { cleanup, render, waitFor } from "@testing-library/svelte";
import axe from "axe-core";
import { afterEach, expect, test } from "vitest";
import { openFakeDisplay } from "../wire/fake/display";
import Display from "./Display.svelte";

// The tests' document has no layout, so nothing is measured there.
globalThis.ResizeObserver ??= class {
  observe() {}
  unobserve() {}
  disconnect() {}
};

afterEach(cleanup);

async function open(kind: string): Promise<string> {
  openFakeDisplay(kind);
  render(Display);
  await waitFor(() => expect(document.querySelector("h1")).not.toBeNull());
  return document.body.textContent ?? "";
}

test.each(["lobby", "running", "break", "discussion", "hot-wash"])("the screen “%s” says that it is an exercise and keeps nobody out", async (kind) => {
  expect(await open(kind)).toContain("EXERCISE");
  const found = await axe.run(document.body, { rules: { "color-contrast": { enabled: false }, region: { enabled: false } } });
  expect(found.violations.map((one) => `${one.id}: ${one.nodes.map((node) => node.html).join(" ")}`)).toEqual([]);
});

test("while it is dark it says that it is an exercise, and nothing else", async () => {
  expect((await open("blank")).replace(/\s+/g, " ").trim()).toBe("EXERCISE · BOT-ASSISTED · TLP:AMBER");
});

test("the code to join stands there only while somebody may join", async () => {
  expect(await open("running")).toContain("KRN-482");
  cleanup();
  expect(await open("break"), "the door takes nobody in").not.toContain("KRN-482");
});

test("a pause is told in words, and an empty story is no drill that has not begun", async () => {
  const text = await open("paused");
  expect(text).toContain("Paused. The clock stands.");
  expect(text).toContain("Nothing has come in for everybody yet.");
});

test("a real incident takes the whole screen", async () => {
  const text = await open("incident");
  expect(text).toContain("REAL INCIDENT");
  expect(text, "nothing of the story is left beside it").not.toContain("Coastal Business Daily");
});
