// What stands where in a briefing's columns, who is found by letters, and which lines are drawn.
import { expect, test } from "vitest";
import { briefing } from "../../wire/fake/views";
import { curve, lines, peopleLike, peopleOrder, planOrder, playedBy } from "./lines";

const view = briefing();

test("a line joins each bound pair and nothing else", () => {
  const found = lines(view);
  const bound = view.roles.filter((role) => view.plan_roles.some((one) => one.title === role.plan_role));
  const held = view.roles.flatMap((role) => role.holders.filter((holder) => holder.person !== null));
  expect(found.filter((line) => line.kind === "plan"), "one line for each role that the plan has").toHaveLength(bound.length);
  expect(found.filter((line) => line.kind !== "plan"), "one line for each person in a role").toHaveLength(held.length);
});

test("what belongs together stands side by side", () => {
  const titles = planOrder(view).map((one) => one.title);
  expect(titles[0], "the first role's plan role is the first").toBe(view.roles[0]?.plan_role);
  expect(titles.at(-1), "a candidate comes after all roles that the plan names").toBe(view.plan_roles.find((one) => one.candidate)?.title);
  expect(peopleOrder(view)[0]?.id, "the first role's person is the first").toBe(view.roles[0]?.holders[0]?.person);
  expect(peopleOrder(view).some((one) => one.erased), "an erased person is not offered").toBe(false);
});

test("letters find people by the beginning of any of their names", () => {
  const check = (typed: string, name: string | undefined, why: string) =>
    expect(peopleLike(typed, view.people)[0]?.name, why).toBe(name);
  check("had", "Noor Haddad", "a family name");
  check("wei", "J. Weiss", "after an initial");
  check("freight", "Ilse Varga", "a function, where no name fits");
  check("zz", undefined, "nobody has such a name");
});

test("a person's roles are told by title", () => {
  expect(playedBy(view.roles, "P0")).toEqual(["Incident Commander"]);
  expect(playedBy(view.roles, "P8")).toEqual([]);
});

test("a curve begins and ends where its two things are", () => {
  expect(curve({ x: 10, y: 5 }, { x: 90, y: 45 })).toBe("M10 5C50 5 50 45 90 45");
});
