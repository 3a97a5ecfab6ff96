// The address must name the screen, and a broken address must lead home.
import { expect, test } from "vitest";
import { readRoute, routeTo, stepOf, writeRoute, type Route } from "./shell-route";

test("every route is read back as it was written", () => {
  const routes: Route[] = [
    { screen: "home" },
    { screen: "library", id: null },
    { screen: "library", id: "own/floods & fires.yaml" },
    { screen: "conduct", id: "01J" },
    { screen: "plan", id: "01P" },
    { screen: "people", id: null },
    { screen: "people", id: "proficiency" },
    { screen: "year" },
    { screen: "programme" },
    { screen: "improvement", id: "unit:Terminal operations" },
    { screen: "registers", id: null },
  ];
  for (const route of routes) expect(readRoute(writeRoute(route)), JSON.stringify(route)).toEqual(route);
});

test("an address that means nothing leads home", () => {
  for (const hash of ["", "#", "#/nowhere", "#/conduct"]) expect(readRoute(hash), hash).toEqual({ screen: "home" });
});

test("a phase belongs to its screen", () => {
  expect(stepOf("paused"), "a paused drill is conducted").toBe("conduct");
  expect(stepOf("hot-wash"), "the hot wash is part of it").toBe("conduct");
  expect(stepOf("closed"), "a closed drill is read").toBe("report");
  expect(routeTo("library", null), "Home's next step may have no id").toEqual({ screen: "library", id: null });
});
