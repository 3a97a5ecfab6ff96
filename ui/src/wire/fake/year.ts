// The screens of the year for a programme of `rockdrill demo --years 3`, shortened; trends, dates and what scenarios bring are made up. Changes are
// answered with the same views.
import type { CalendarCall } from "../generated/CalendarCall";
import type { CalendarView } from "../generated/CalendarView";
import type { EvidenceYearView } from "../generated/EvidenceYearView";
import type { ImprovementView } from "../generated/ImprovementView";
import type { RegistersView } from "../generated/RegistersView";
import type { TeamView } from "../generated/TeamView";
import type { YearView } from "../generated/YearView";
import views from "./year.json";

export const year = views.year satisfies YearView;
export const improvement = views.improvement satisfies ImprovementView;
export const evidenceYear = views.evidence_year satisfies EvidenceYearView;
export const registers = views.registers satisfies RegistersView;
export const team = views.team satisfies TeamView;
export const calendar: CalendarView = views.calendar;

/** The calendar after a drill was planned, moved or called off. */
export function calendarAfter(before: CalendarView, change: CalendarCall): CalendarView {
  if (change.calendar !== "plan") return before;
  const { calendar: _, ...said } = change;
  const one = { ...said, planned: said.planned ?? `planned-${before.planned.length + 1}`, past: false };
  const planned = [...before.planned.filter((old) => old.planned !== one.planned), one].sort((a, b) => a.at - b.at);
  const next = planned.find((each) => !each.called_off);
  const on = next ? new Date(next.at).toISOString().slice(0, 10) : "";
  const late = Math.max(0, Math.round((Date.parse(on) - Date.parse(before.next.due)) / 86_400_000));
  return { ...before, planned, next: { ...before.next, planned: next ? { title: next.title, on, late_days: late } : null } };
}
