// What is being typed at this seat. Every field has a name; its text is kept on the device with each stroke and is
// forgotten once the drill has answered. Not here: where it is kept (wire/seatkeep).
import type { SeatKeep } from "../wire/seatkeep";

const PLACE = "draft/";
let texts = $state<Record<string, string>>({});
const began = new Map<string, number>();
let keep: SeatKeep | null = null;

/** Brings back what was being typed at a seat. */
export function openDrafts(of: SeatKeep): void {
  keep = of;
  began.clear();
  texts = Object.fromEntries(of.all(PLACE));
}

export function textOf(field: string): string {
  return texts[field] ?? "";
}

export function type(field: string, text: string): void {
  if (text !== "" && !began.has(field)) began.set(field, Date.now());
  texts[field] = text;
  keep?.set(PLACE + field, text);
}

/** When the first key of a field was struck, by the wall clock; null where nothing was typed since the page came. */
export function beganAt(field: string): number | null {
  return began.get(field) ?? null;
}

/** Forgets fields that were answered, but nothing that was typed into them since. */
export function forgetSent(fields: Record<string, string>): void {
  for (const [field, text] of Object.entries(fields)) {
    if (textOf(field).trim() === text.trim()) type(field, "");
    began.delete(field);
  }
}
