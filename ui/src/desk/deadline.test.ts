// A deadline must say once where it comes from and whose it is.
import { expect, test } from "vitest";
import { origins } from "./deadline";

test("a role that the source names already is not said twice", () => {
  const check = (source: string, role_title: string, says: string[]) => expect(origins({ source, role_title })).toEqual(says);
  check("GDPR, Article 33", "Privacy Officer", ["GDPR, Article 33", "Privacy Officer"]);
  check("Plan, Role: Privacy Officer", "Privacy Officer", ["Plan, Role: Privacy Officer"]);
  check("Plan, Severity", "", ["Plan, Severity"]);
  check("", "Privacy Officer", ["Privacy Officer"]);
});
