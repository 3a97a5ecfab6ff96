// The order of the three columns of a briefing and the lines between them. Roles of the plan and people stand where the
// role that they belong to stands, so that lines hardly cross. Pure; where things lie on screen is measured elsewhere.
import type { BriefingView } from "../../wire/generated/BriefingView";
import type { BriefRole } from "../../wire/generated/BriefRole";
import type { PersonView } from "../../wire/generated/PersonView";
import type { PlanRoleView } from "../../wire/generated/PlanRoleView";

/** A line from one element to another, by the names that the elements carry. */
export interface Line {
  from: string;
  to: string;
  /** The scenario role that it belongs to. */
  role: string;
  kind: "plan" | "primary" | "alternate";
}

/** Where an element's edge lies, relative to the drawing. */
export interface Point {
  x: number;
  y: number;
}

export const planKey = (role: PlanRoleView): string => `plan/${role.title}`;
export const roleKey = (id: string): string => `role/${id}`;
export const personKey = (id: string): string => `person/${id}`;

export function lines(view: BriefingView): Line[] {
  const known = new Map(view.plan_roles.map((one) => [one.title, one]));
  return view.roles.flatMap((role) => {
    const named = role.plan_role === null ? undefined : known.get(role.plan_role);
    const toPlan: Line[] = named ? [{ from: planKey(named), to: roleKey(role.id), role: role.id, kind: "plan" }] : [];
    const toPeople = role.holders.flatMap<Line>(({ person, standing }) =>
      person === null
        ? []
        : [{ from: roleKey(role.id), to: personKey(person), role: role.id, kind: standing === "alternate" ? "alternate" : "primary" }],
    );
    return [...toPlan, ...toPeople];
  });
}

/** The plan's roles: bound ones in the order of the drill's roles, then those without a part, mere candidates last. */
export function planOrder(view: BriefingView): PlanRoleView[] {
  const place = (one: PlanRoleView): number => {
    const at = view.roles.findIndex((role) => role.plan_role === one.title);
    if (at >= 0) return at;
    return view.roles.length + (one.candidate ? 1 : 0);
  };
  return [...view.plan_roles].sort((a, b) => place(a) - place(b));
}

/** People who play a role in the order of the roles, then everybody else. Erased people are left out. */
export function peopleOrder(view: BriefingView): PersonView[] {
  const place = (person: PersonView): number => {
    const at = view.roles.findIndex((role) => role.holders.some((holder) => holder.person === person.id));
    return at >= 0 ? at : view.roles.length;
  };
  const shown = view.people.filter((one) => !one.erased || place(one) < view.roles.length);
  return shown.sort((a, b) => place(a) - place(b));
}

/** What somebody plays, as titles. */
export function playedBy(roles: BriefRole[], person: string): string[] {
  return roles.filter((role) => role.holders.some((holder) => holder.person === person)).map((role) => role.title);
}

/** People whose name or function has words that begin with what was typed; the closest first. */
export function peopleLike(typed: string, people: PersonView[]): PersonView[] {
  const wanted = typed.trim().toLowerCase();
  if (wanted === "") return people;
  const closeness = ({ name, unit }: PersonView): number => {
    const lower = name.toLowerCase();
    if (lower.startsWith(wanted)) return 3;
    if (lower.split(/[\s.]+/).some((word) => word.startsWith(wanted))) return 2;
    return unit.toLowerCase().startsWith(wanted) ? 1 : 0;
  };
  return people
    .map((person) => ({ person, close: closeness(person) }))
    .filter(({ close }) => close > 0)
    .sort((a, b) => b.close - a.close)
    .map(({ person }) => person);
}

/** A calm curve from the right edge of one thing to the left edge of another. */
export function curve(from: Point, to: Point): string {
  const bend = Math.max(12, (to.x - from.x) / 2);
  return `M${from.x} ${from.y}C${from.x + bend} ${from.y} ${to.x - bend} ${to.y} ${to.x} ${to.y}`;
}
