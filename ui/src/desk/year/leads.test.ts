import { expect, test } from "vitest";
import { leadOf } from "./leads";

test.each([
  ["exercise/01J#12", "#/review/01J", "a record of a drill leads to its review"],
  ["plan/irp#3", "#/plan/irp", "a record of a plan leads to the plan"],
  ["programme#40", null, "the programme's own stream has no screen"],
])("%s", (record, lead, why) => {
  expect(leadOf(record), why).toBe(lead);
});
