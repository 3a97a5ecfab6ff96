// Moments of the wall clock as a calendar shows and takes them, in the zone of this computer. Pure.
const two = (n: number) => String(n).padStart(2, "0");

/** `2027-08-17 09:00`. */
export function wallMoment(at_ms: number): string {
  const at = new Date(at_ms);
  return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())} ${two(at.getHours())}:${two(at.getMinutes())}`;
}

/** The milliseconds of a day and a time as forms write them; null where they are none. */
export function momentOf(day: string, time: string): number | null {
  if (!/^\d{4}-\d\d-\d\d$/.test(day) || !/^\d{1,2}:\d\d$/.test(time)) return null;
  const at = new Date(`${day}T${time.padStart(5, "0")}:00`).getTime();
  return Number.isNaN(at) ? null : at;
}
