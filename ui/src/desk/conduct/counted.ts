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
}

export function hasCounted(view: ConductView): boolean {
  const { accounts, call_ups, services, spread } = view.counted;
  return accounts.length + call_ups.length + services.length + spread.length > 0;
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
    ...call_ups.flatMap((one) => one.calls.flatMap((call) => call.open.map((step) => make(step, one.inject, call.role, call.title)))),
    ...services.filter((one) => one.nth === null).map((one) => make("restored", one.service, null, one.name)),
  ];
}

export function make(step: string, about: string, role: string | null, of: string): Step {
  return { id: `step-${step}-${about}-${role ?? ""}`, says: `${COUNTED.steps[step] ?? step}: ${of}`, step, about, role };
}
