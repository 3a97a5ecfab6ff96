// The way in stands after the address's `#`, in every form that a code or a link may take.
import { expect, test } from "vitest";
import { mintKey, readWayIn } from "./seat";

test("a code and an invitation are read from the address", () => {
  const secret = "q7Zk2m9XwB4tLr8sVn3c";
  expect(readWayIn("#code=KRN-482")).toEqual({ code: "KRN-482", invitation: "" });
  expect(readWayIn("#KRN482")).toEqual({ code: "KRN482", invitation: "" });
  expect(readWayIn(`#invitation=${secret}`)).toEqual({ code: "", invitation: secret });
  expect(readWayIn(`#${secret}`)).toEqual({ code: "", invitation: secret });
  expect(readWayIn("")).toEqual({ code: "", invitation: "" });
});

test("no two keys are the same", () => {
  const keys = new Set(Array.from({ length: 200 }, mintKey));
  expect(keys.size).toBe(200);
});
