// Every problem must say what happened, what is safe and what to do, before any technical word.
import { expect, test } from "vitest";
import type { ProblemCode } from "../wire/generated/ProblemCode";
import { PROBLEMS, tell } from "./problems";

const CODES = Object.keys(PROBLEMS) as ProblemCode[];

test("every code has its sentences, and none begins with a code", () => {
  for (const code of CODES) {
    const told = tell({ code, says: "", hint: null, detail: null });
    expect(told.happened, code).toMatch(/^[A-Z].*\.$/);
    expect(told.safe, code).toMatch(/^[A-Z].*\.$/);
    expect(`${told.happened} ${told.safe} ${told.todo}`, `${code} must be plain`).not.toMatch(/error code|exception|invalid|null/i);
  }
});

test("the program's own words go before ours, and its detail stays folded apart", () => {
  const told = tell({ code: "refused", says: "The drill is over.", hint: "Open its review.", detail: "Refusal::Closed" });
  expect([told.happened, told.todo, told.detail]).toEqual(["The drill is over.", "Open its review.", "Refusal::Closed"]);
});

test("a refusal is calm", () => {
  expect(PROBLEMS.refused.tone).toBe("calm");
  expect(PROBLEMS["disk-full"].tone).toBe("failure");
});
