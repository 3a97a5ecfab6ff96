// Briefing, review and plan on fixtures, by keyboard: a role is given by typing, a rating confirmed by one key or
// overridden with a reason, a finding raised, an amendment adopted by name. How it looks is not tested here.
import { cleanup, configure, fireEvent, render, waitFor } from "@testing-library/svelte";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { openDrafts } from "../kit/drafts.svelte";
import { listenForKeys } from "../kit/keys.svelte";
import { useDoor } from "../wire/door";
import { asked, makeFakeDoor } from "../wire/fake/door";
import type { DeskOrder } from "../wire/generated/DeskOrder";
import Briefing from "./briefing/Briefing.svelte";
import Plan from "./plan/Plan.svelte";
import Review from "./review/Review.svelte";
import { shell } from "./shell.svelte";

configure({ asyncUtilTimeout: 8000 });
vi.setConfig({ testTimeout: 30_000 });

let close: (() => void)[];

beforeEach(() => {
  // What the page's own parts need and jsdom does not have.
  Element.prototype.scrollIntoView ??= () => undefined;
  globalThis.ResizeObserver ??= class {
    observe() {}
    unobserve() {}
    disconnect() {}
  };
  globalThis.CSS ??= { escape: (text: string) => text } as typeof CSS;
  asked.length = 0;
  shell.problems = [];
  shell.settings = { theme: "light", single_keys: true, organisation: "", trainer: "Ines Moreau" };
  useDoor(makeFakeDoor());
  close = [listenForKeys(() => true), openDrafts({}, { keep: async () => undefined })];
});
afterEach(() => {
  cleanup();
  close.forEach((one) => one());
});

const strike = (key: string, on: Element = document.activeElement ?? document.body, over = {}) => fireEvent.keyDown(on, { key, ...over });
const orders = () => asked.flatMap((call) => (call.call === "order" ? [call.args.order] : []));
function found<T>(what: T | null | undefined): T {
  if (what === null || what === undefined) throw new Error("not there yet");
  return what;
}
const recorded = (order: DeskOrder["order"]) => waitFor(() => found(orders().find((one) => one.order === order)));
const field = (selector: string) => waitFor(() => found(document.querySelector<HTMLInputElement>(selector)));

test("a gap leads to the role, and a name begun gives it to the person", async () => {
  const { findAllByText } = render(Briefing, { exercise: "01JBRIEF" });
  await fireEvent.click(found((await findAllByText("Give it to somebody"))[0]));
  const input = await field("[role=combobox]");
  await fireEvent.input(input, { target: { value: "ines" } });
  await strike("Enter", input);
  expect(await recorded("assign")).toEqual({ order: "assign", role: "owner", person: "P7", standing: "primary" });
  await waitFor(() => expect(document.activeElement?.id, "the focus is back at the role").toBe("give-owner"));
});

test("a drill with a blocking gap does not start", async () => {
  const { findByText } = render(Briefing, { exercise: "01JBRIEF" });
  await findByText("Roles of this drill");
  await strike("Enter", document.body, { ctrlKey: true });
  expect(orders(), "no order was given").toEqual([]);
});

test("one key confirms a suggested rating; another rating asks why", async () => {
  const { findByText } = render(Review, { exercise: "01JREVIEW" });
  await findByText("Confirm S");
  await strike("y");
  expect(await recorded("rate")).toMatchObject({ objective: "decide", rating: "S", reason: "" });

  asked.length = 0;
  await strike("3");
  const why = await field(".override input");
  expect(orders(), "nothing is recorded without a reason").toEqual([]);
  await fireEvent.input(why, { target: { value: "Nobody asked the owner" } });
  await fireEvent.submit(found(why.closest("form")));
  expect(await recorded("rate")).toMatchObject({ rating: "M", reason: "Nobody asked the owner" });
});

test("a suggested finding is raised as it stands", async () => {
  const { findByText } = render(Review, { exercise: "01JREVIEW" });
  await findByText("Confirm S");
  await strike("2", document.body, { altKey: true, code: "Digit2" });
  await findByText("Suggested by rule");
  await strike("j");
  await strike("r");
  const given = await recorded("raise_finding");
  expect(given.order === "raise_finding" && given.finding.title).toBe("The service desk answered late");
});

test("a suggested finding that was left is gone", async () => {
  const { findByText, queryByText } = render(Review, { exercise: "01JREVIEW" });
  await findByText("Confirm S");
  await strike("2", document.body, { altKey: true, code: "Digit2" });
  await findByText("The service desk answered late");
  await strike("j");
  await strike("l");
  expect(await recorded("leave_suggestion")).toMatchObject({ about: "late, desk" });
  await waitFor(() => expect(queryByText("The service desk answered late")).toBeNull());
});

test("an objective on which nothing was observed takes no rating and says why", async () => {
  const { findByText, container } = render(Review, { exercise: "01JREVIEW" });
  await findByText("Confirm S");
  await fireEvent.click(found([...container.querySelectorAll<HTMLElement>(".one .head")].at(-1)));
  await findByText(/nothing to rate/);
  await strike("2", document.body);
  expect(orders(), "it would be refused").toEqual([]);
});

test("everybody is said to be here although a key before it is still on its way", async () => {
  const door = makeFakeDoor();
  const answer = door.call;
  door.call = async (call) => {
    await new Promise((done) => setTimeout(done, 20));
    return answer(call);
  };
  useDoor(door);
  const { findByText } = render(Briefing, { exercise: "01JBRIEF" });
  await findByText("Roles of this drill");
  await strike("j", document.body);
  await strike("t");
  await strike("e");
  await waitFor(() => expect(orders().length).toBeGreaterThan(5));
  await waitFor(() => expect(document.querySelectorAll(".dot.room").length).toBe(document.querySelectorAll(".holder:not(.bot)").length));
  const people = orders().map((one) => one.order === "attend" && one.person);
  expect(new Set(people).size, "nobody is said to be here twice").toBe(people.length);
});

test("an amendment is adopted by the name of the trainer unless another is typed", async () => {
  const { findByText } = render(Plan, { plan: "01JPLAN" });
  await findByText("Purpose and scope", { selector: "h2" });
  await strike("n");
  await strike("y");
  const form = await field("[role=dialog] form");
  await fireEvent.submit(form);
  await waitFor(() => found(asked.find((call) => call.call === "adopt_amendment")));
  expect(asked.find((call) => call.call === "adopt_amendment")).toMatchObject({ args: { plan: "01JPLAN", amendment: 21, by: "Ines Moreau" } });
});
