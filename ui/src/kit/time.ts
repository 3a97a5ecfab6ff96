// How times are written: always with a unit, always in the same shape. Pure; what time it is now comes from elsewhere.

const SECOND_MS = 1000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** A moment on the exercise clock: `T+00:37:12`. */
export function clockText(elapsed_ms: number): string {
  const [hours, minutes, seconds] = parts(elapsed_ms);
  return `T+${two(hours)}:${two(minutes)}:${two(seconds)}`;
}

/** A moment on the exercise clock in a list: `00:37:12`. */
export function momentText(elapsed_ms: number): string {
  return clockText(elapsed_ms).slice(2);
}

/** An offset in a list of injects: `00:37`. */
export function offsetText(elapsed_ms: number): string {
  const [hours, minutes] = parts(elapsed_ms);
  return `${two(hours)}:${two(minutes)}`;
}

/** How long: `48 s`, `2 m 12 s`, `1 h 05 m`, `2 d 3 h`. */
export function spanText(span_ms: number): string {
  const whole = Math.max(0, Math.abs(span_ms));
  if (whole >= DAY_MS) {
    const hours = Math.floor((whole % DAY_MS) / HOUR_MS);
    return `${Math.floor(whole / DAY_MS)} d ${hours} h`;
  }
  const [hours, minutes, seconds] = parts(whole);
  if (hours > 0) return `${hours} h ${two(minutes)} m`;
  if (minutes > 0) return `${minutes} m ${two(seconds)} s`;
  return `${seconds} s`;
}

/** How long, where seconds no longer matter: from ten minutes on, only minutes. A number that stands still is calmer. */
export function coarseText(span_ms: number): string {
  const whole = Math.max(0, Math.abs(span_ms));
  if (whole < 10 * MINUTE_MS || whole >= HOUR_MS) return spanText(whole);
  return `${Math.floor(whole / MINUTE_MS)} m`;
}

/** A planned length: `90 min`, `15 min`, `72 h`. */
export function lengthText(span_ms: number): string {
  const minutes = Math.round(span_ms / MINUTE_MS);
  if (minutes < 180) return `${minutes} min`;
  const hours = minutes / 60;
  return Number.isInteger(hours) ? `${hours} h` : `${Math.floor(hours)} h ${minutes % 60} min`;
}

/** A target time: `15 min` where it is whole minutes, else as any span. */
export function targetText(span_ms: number): string {
  return span_ms % MINUTE_MS === 0 && span_ms > 0 ? lengthText(span_ms) : spanText(span_ms);
}

/** A time on the wall: `14:31`. */
export function wallText(at_ms: number): string {
  const at = new Date(at_ms);
  return `${two(at.getHours())}:${two(at.getMinutes())}`;
}

/** A day on the wall: `5 March 2027`. */
export function dayText(at_ms: number): string {
  return new Date(at_ms).toLocaleDateString("en-GB", {
    day: "numeric",
    month: "long",
    year: "numeric",
  });
}

const DAYS = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];

/** A moment in the story, whose milliseconds are local and have no zone: `Friday 17:52`. */
export function storyText(story_ms: number): string {
  const at = new Date(story_ms);
  return `${DAYS[at.getUTCDay()]} ${two(at.getUTCHours())}:${two(at.getUTCMinutes())}`;
}

function parts(span_ms: number): [number, number, number] {
  const seconds = Math.floor(Math.max(0, span_ms) / SECOND_MS);
  return [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
}

function two(number: number): string {
  return String(number).padStart(2, "0");
}
