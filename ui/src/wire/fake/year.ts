// The screens of the year for a programme of `rockdrill demo --years 3`, shortened; trends, dates and what scenarios bring are made up. Changes are
// answered with the same views.
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
export const calendar = views.calendar satisfies CalendarView;
