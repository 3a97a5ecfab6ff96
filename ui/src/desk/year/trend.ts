// Where the points of a small plot stand. Pure: numbers in, places out; the lowest line is nought, so that a plot never
// makes a small change look large.

const EDGE = 8;

/** Places points evenly from left to right, from nought up to `top` or, without one, to the largest value. */
export function place(points: readonly { value: number }[], top: number | null, width: number, height: number): { x: number; y: number }[] {
  const largest = top ?? Math.max(0, ...points.map((one) => one.value));
  const share = (value: number) => (largest > 0 ? Math.min(1, Math.max(0, value / largest)) : 0);
  const across = width - 2 * EDGE;
  return points.map((one, nth) => ({
    x: EDGE + (points.length === 1 ? across / 2 : (across * nth) / (points.length - 1)),
    y: height - EDGE - share(one.value) * (height - 2 * EDGE),
  }));
}
