// The preview must be light where light was chosen, also on a dark system, and the other way round.
import { expect, test } from "vitest";
import { inTheme } from "./theme";

// As the report's own style asks.
const style = "@media screen and (prefers-color-scheme: dark) { :root { --ground: #15171b } } html { color-scheme: light dark }";

test("a chosen appearance is that of the preview", () => {
  expect(inTheme(style, "dark")).toContain("screen and (min-width: 0)");
  expect(inTheme(style, "light")).toContain("screen and (max-width: 0)");
  expect(inTheme(style, "dark") + inTheme(style, "light"), "nothing asks the system any more").not.toContain("prefers-color-scheme");
});

test("who goes with the system gets the page as it is", () => {
  expect(inTheme(style, "system")).toBe(style);
});
