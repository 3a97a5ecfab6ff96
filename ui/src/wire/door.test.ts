// The door must give views that fit the call, and problems and nothing else where something failed.
import { expect, test } from "vitest";
import { call, order, useDoor, type Door } from "./door";
import { makeFakeDoor } from "./fake/door";

function through(answer: Door["call"]): void {
  useDoor({ ...makeFakeDoor(), call: answer });
}

test("a call gives the view of its reply", async () => {
  useDoor(makeFakeDoor());
  expect((await call("home")).programme).toBe("Harbour Logistics 2027");
  expect(await call("keep_draft", { key: "a", text: "b" }), "done has no view").toBeNull();
});

test("an order is answered by the screen of its phase", async () => {
  useDoor(makeFakeDoor("hot-wash"));
  expect((await order("01JDRILL", { order: "open_review" })).reply).toBe("review");
});

test("a reply that belongs to another call is a problem, not a wrong screen", async () => {
  through(async () => ({ reply: "done" }));
  await expect(call("home")).rejects.toMatchObject({ code: "broken" });
});

test("what is no problem becomes one", async () => {
  through(async () => Promise.reject("command desk_call not found"));
  await expect(call("home")).rejects.toMatchObject({ code: "broken", detail: "command desk_call not found" });
  const refused = { code: "refused", says: "Not now.", hint: null, detail: null };
  through(async () => Promise.reject(refused));
  await expect(call("home")).rejects.toEqual(refused);
});
