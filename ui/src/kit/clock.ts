// Where the two clocks stand between two views. The view carries the clock; the page only interpolates from it for
// display, by how long ago the view came, and never decides anything by it.
import type { ClockView } from "../wire/generated/ClockView";

/** The exercise clock, so many milliseconds after the view was made. */
export function elapsedAfter(clock: ClockView, since_ms: number): number {
  return clock.elapsed_ms + advance(clock, since_ms);
}

/** The story clock, so many milliseconds after the view was made. */
export function storyAfter(clock: ClockView, since_ms: number): number {
  return clock.story_ms + advance(clock, since_ms) * clock.story_ratio;
}

/** Exercise time that passed since the view was made; none while the clock stands. */
export function advance(clock: ClockView, since_ms: number): number {
  return clock.running ? (Math.max(0, since_ms) * clock.rate) / 1000 : 0;
}
