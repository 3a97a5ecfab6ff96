// What can be recorded of accounts, call-ups and services, as actions with words. Which steps are open the view says.
import type { ConductView } from "../../wire/generated/ConductView";
import type { CountedAccount } from "../../wire/generated/CountedAccount";
import { COUNTED } from "../../words/counted";
import type { Conducting } from "./conducting.svelte";

export interface Step {
  id: string;
  /** Said in full, for the palette and for a screen reader. */
  says: string;
  step: string;
  about: string;
  role: string | null;
  person: string | null;
}

export function hasCounted(view: ConductView): boolean {
  const { accounts, call_ups, services, spread } = view.counted;
  return accounts.length + call_ups.length + services.length + spread.length > 0;
}

/** How long an account may be asked for, in minutes of story time. */
export const LASTS = [60, 240, 480, 1440, 4320, 10080].map((minutes) => ({ value: String(minutes), says: COUNTED.request.lasts(minutes) }));

/** For whom an account can be asked for: each role, and each person who holds one. */
export function forWhom(view: ConductView): { value: string; says: string; title: string; role: string; person: string | null }[] {
  return view.seats.flatMap((seat) => [
    { value: seat.role, says: seat.title, title: seat.title, role: seat.role, person: null },
    ...seat.holders.flatMap(({ person, name }) => (person === null ? [] : [{ value: `${seat.role}/${person}`, says: `${seat.title}: ${name}`, title: "", role: seat.role, person }])),
  ]);
}

/** Story time that is left to an account that is there; below zero where it should be gone. */
export function left_ms(one: CountedAccount, table: Conducting): number | null {
  const view = table.view;
  if (one.expires_elapsed_ms === null || !view) return null;
  return (one.expires_elapsed_ms - table.elapsed_ms) * view.clock.story_ratio;
}

/** Every step that can be taken now and needs nothing besides. */
export function openSteps(view: ConductView): Step[] {
  const { accounts, call_ups, services } = view.counted;
  return [
    ...accounts.flatMap((one) => one.open.filter((step) => step !== "approved").map((step) => make(step, one.inject, null, one.system))),
    ...call_ups.flatMap((one) => one.calls.flatMap((call) => [
      ...call.open.map((step) => make(step, one.inject, call.role, whom(call), call.person)),
      ...(call.next ? [make("called", one.inject, call.role, whom({ ...call, ...call.next }), call.next.person)] : []),
    ])),
    ...services.filter((one) => one.nth === null).map((one) => make("restored", one.service, null, one.name)),
  ];
}

/** A call by the title of its role, and by name where one is known. */
export function whom(call: { title: string; name: string }): string {
  return call.name === "" ? call.title : `${call.title} (${call.name})`;
}

export function make(step: string, about: string, role: string | null, of: string, person: string | null = null): Step {
  return { id: `step-${step}-${about}-${role ?? ""}-${person ?? ""}`, says: `${COUNTED.steps[step] ?? step}: ${of}`, step, about, role, person };
}
