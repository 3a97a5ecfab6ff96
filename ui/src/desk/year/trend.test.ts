// A plot must tell the truth: nought at the bottom, the oldest on the left, nothing divided by nothing.
import { expect, test } from "vitest";
import { place } from "./trend";

test("points run from left to right and from nought upwards", () => {
  const placed = place([{ value: 0 }, { value: 50 }, { value: 100 }], 100, 116, 116);
  expect(placed).toEqual([{ x: 8, y: 108 }, { x: 58, y: 58 }, { x: 108, y: 8 }]);
});

test("one point stands in the middle, and nothing but noughts stays at the bottom", () => {
  expect(place([{ value: 0 }], null, 116, 116), "no division by nothing").toEqual([{ x: 58, y: 108 }]);
});
