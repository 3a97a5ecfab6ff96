// Between two views the clocks must go on as the engine would have them, and stand where it stands.
import { expect, test } from "vitest";
import type { ClockView } from "../wire/generated/ClockView";
import { elapsedAfter, storyAfter } from "./clock";
import { clockText, coarseText, lengthText, offsetText, spanText, storyText, targetText } from "./time";

const CLOCK: ClockView = {
  running: true, elapsed_ms: 60_000, at_ms: 0, rate: 1000, story_ms: 1_000_000, story: "", story_ratio: 3, planned_ms: 0, pause: null, back_at_ms: null,
};

test("a running clock goes on from the view", () => {
  expect(elapsedAfter(CLOCK, 2500), "two and a half seconds later").toBe(62_500);
  expect(storyAfter(CLOCK, 2500), "story time runs three times as fast").toBe(1_007_500);
  expect(elapsedAfter({ ...CLOCK, rate: 4000 }, 1000), "practice may run faster").toBe(64_000);
});

test("a clock that stands does not move, and none runs backwards", () => {
  expect(elapsedAfter({ ...CLOCK, running: false }, 9000), "paused").toBe(60_000);
  expect(elapsedAfter(CLOCK, -50), "a view from a moment ahead").toBe(60_000);
});

test("times carry their units", () => {
  expect(clockText(37 * 60_000 + 12_345)).toBe("T+00:37:12");
  expect(offsetText(65 * 60_000)).toBe("01:05");
  expect([48_000, 132_000, 3_900_000, 3 * 86_400_000].map(spanText)).toEqual(["48 s", "2 m 12 s", "1 h 05 m", "3 d 0 h"]);
  expect([132_000, 1_667_000].map(coarseText), "from ten minutes on without seconds").toEqual(["2 m 12 s", "27 m"]);
  expect([900_000, 72 * 3_600_000].map(lengthText)).toEqual(["15 min", "72 h"]);
  expect([900_000, 150_000].map(targetText)).toEqual(["15 min", "2 m 30 s"]);
  expect(storyText(Date.UTC(2027, 2, 5, 17, 52))).toBe("Friday 17:52");
});
