// How the path of a section is shortened for the eye.
import { expect, test } from "vitest";
import { parentOf, rootOf, shortPath, withoutTitle } from "./paths";

test("the title that all sections stand under is left out", () => {
  const paths = ["Plan", "Plan / Roles", "Plan / Roles / IC"];
  expect(rootOf(paths)).toBe("Plan");
  expect(shortPath("Plan / Roles / IC", "Plan")).toBe("Roles / IC");
  expect(shortPath("Plan", "Plan"), "the title itself stays").toBe("Plan");
});

test("a plan of several top headings keeps them all", () => {
  expect(rootOf(["Roles", "Roles / IC", "Severity"])).toBe("");
  expect(rootOf(["Roles"]), "one heading alone is no common title").toBe("");
  expect(rootOf([])).toBe("");
});

test("a parent and a path without its title", () => {
  expect(parentOf("Plan / Roles / IC")).toBe("Plan / Roles");
  expect(parentOf("Plan")).toBe("");
  expect(withoutTitle("Plan / Roles / IC")).toBe("Roles / IC");
  expect(withoutTitle("Roles")).toBe("Roles");
});
