// A planned drill at the desk, by keyboard: moved, called off with a reason and planned again, each as a change of the same
// plan. How it looks, and what the calendar file then says, is not tested here.
import { cleanup, configure, fireEvent, render, waitFor } from "@testing-library/svelte";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { openDrafts } from "../../kit/drafts.svelte";
import { listenForKeys } from "../../kit/keys.svelte";
import { useDoor } from "../../wire/door";
import { asked, makeFakeDoor } from "../../wire/fake/door";
import type { CalendarCall } from "../../wire/generated/CalendarCall";
import { shell } from "../shell.svelte";
import Calendar from "./Calendar.svelte";

configure({ asyncUtilTimeout: 8000 });
vi.setConfig({ testTimeout: 30_000 });

let close: (() => void)[];

beforeEach(() => {
  Element.prototype.scrollIntoView ??= () => undefined;
  globalThis.ResizeObserver ??= class {
    observe() {}
    unobserve() {}
    disconnect() {}
  };
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

const strike = (key: string) => fireEvent.keyDown(document.activeElement ?? document.body, { key });
type Plan = Extract<CalendarCall, { calendar: "plan" }>;
const kept = (): Plan[] =>
  asked.flatMap((call) => (call.call === "keep_calendar" && call.args.change.calendar === "plan" ? [call.args.change] : []));
const submit = (field: HTMLElement) => fireEvent.submit(field.closest("form")!);

test("a planned drill is moved, and stays the same plan with the same people", async () => {
  const page = render(Calendar);
  await page.findByText("2027-08-17 ", { exact: false, selector: ".whole" });
  await strike("e");
  const day = await page.findByLabelText("Day");
  expect((day as HTMLInputElement).value, "the form begins with the day that is planned").toBe("2027-08-17");
  await fireEvent.input(day, { target: { value: "2027-09-21" } });
  await submit(day);
  await page.findByText("2027-09-21 ", { exact: false, selector: ".whole" });
  expect(kept(), "one change").toHaveLength(1);
  expect(kept()[0]).toMatchObject({ planned: "next", title: "Yearly drill with all roles", called_off: false, because: "" });
  expect(kept()[0]?.people, "those who were invited stay invited").toHaveLength(20);
  expect(page.getByText("Planned for 2027-09-21:", { exact: false }), "the next drill follows").toBeTruthy();
});

test("a drill is called off only with a reason, which stands beside it, and is planned again", async () => {
  const page = render(Calendar);
  await page.findByText("Yearly drill with all roles", { selector: "li b" });
  await strike("c");
  const why = await page.findByLabelText("Why (write no names)");
  await submit(why);
  expect(kept(), "not without a reason").toHaveLength(0);
  await fireEvent.input(why, { target: { value: "The hall floods" } });
  await submit(why);
  await page.findByText("Called off: The hall floods");
  expect(kept()[0]).toMatchObject({ planned: "next", called_off: true, because: "The hall floods" });
  expect(Object.keys(kept()[0] ?? {}), "the view's own words are not sent back").not.toContain("past");
  expect(page.getAllByText("No drill is planned.").length, "no drill is the next one").toBeGreaterThan(0);
  await waitFor(() => expect(page.queryByLabelText("Why (write no names)")).toBeNull());
  await strike("c");
  expect(page.queryByLabelText("Why (write no names)"), "what is called off is not called off again").toBeNull();
  await strike("e");
  await submit(await page.findByLabelText("Day"));
  await waitFor(() => expect(page.queryByText("Called off: The hall floods")).toBeNull());
  expect(kept()[1]).toMatchObject({ planned: "next", called_off: false, because: "" });
});
