// A moment must come back as it was written, and what is no moment must be none.
import { expect, test } from "vitest";
import { momentOf, wallMoment } from "./moments";

test("a moment is read back as it was written", () => {
  expect(wallMoment(momentOf("2027-08-17", "9:05") ?? 0)).toBe("2027-08-17 09:05");
});

test("what is no day or no time is no moment", () => {
  for (const [day, time] of [["", "09:00"], ["2027-08-17", ""], ["17.8.2027", "09:00"], ["2027-08-17", "25:70"]] as const) expect(momentOf(day, time), `${day} ${time}`).toBeNull();
});
