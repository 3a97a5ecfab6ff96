// The page as a whole over fixtures: the way in, a decision that is typed while the network is gone, and that no screen
// keeps anybody out.
import { cleanup, fireEvent, render, screen, waitFor } from "@testing-library/svelte";
import axe from "axe-core";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { asked, makeFakeSeat, STATES, type FakeSeat } from "../wire/fake/seat";
import { CHANNELS, injectItem } from "../wire/fake/seat-story";
import { useSeatDoor } from "../wire/seat";
import { seat } from "./seat.svelte";
import Seat from "./Seat.svelte";

async function open(kind: string, hash = ""): Promise<FakeSeat> {
  history.replaceState(null, "", `/${hash}`);
  asked.length = 0;
  const door = makeFakeSeat(kind);
  useSeatDoor(door);
  render(Seat);
  await seat.begin();
  return door;
}

beforeEach(() => {
  localStorage.clear();
  // What the tests' browser lacks: dialogs that open over the page.
  HTMLDialogElement.prototype.showModal ??= function (this: HTMLDialogElement) {
    this.open = true;
  };
  HTMLDialogElement.prototype.close ??= function (this: HTMLDialogElement) {
    this.open = false;
    this.dispatchEvent(new Event("close"));
  };
});
afterEach(() => {
  cleanup();
  vi.restoreAllMocks();
  seat.close();
});

const button = (name: string | RegExp) => screen.findByRole("button", { name });

test("a device takes a seat by the code of the address, which then stands there no more", async () => {
  await open("join", "#code=KRN-482");
  expect(screen.getByLabelText("Join code")).toHaveProperty("value", "KRN-482");
  await fireEvent.click(await button("Take the seat"));
  expect(await screen.findByText("Your name is missing."), "what is missing is said at its field").toBeTruthy();
  await fireEvent.input(screen.getByLabelText("Your name"), { target: { value: "Jonna" } });
  await fireEvent.click(screen.getByRole("radio", { name: /Communications Lead/ }));
  await fireEvent.click(await button("Take the seat"));
  await waitFor(() => expect(seat.stage).toBe("seated"));
  expect(location.hash).toBe("");
  expect(await screen.findByRole("heading", { level: 1, name: "Communications Lead" })).toBeTruthy();
});

test.each([
  ["join", "The trainer and the evaluators see it", "private until you share it"],
  ["practice-join", "private until you share it", "the evaluators see it"],
])("the way in “%s” says who sees what is recorded", async (kind, says, never) => {
  await open(kind);
  const recorded = (await screen.findByRole("heading", { name: "What is recorded" })).closest("section");
  expect(recorded?.textContent).toContain(says);
  expect(recorded?.textContent, "a practice is shown to nobody by itself, a drill is").not.toContain(never);
});

test("a wrong code is said and everything typed stays", async () => {
  await open("join", "#code=WRONG");
  await fireEvent.input(screen.getByLabelText("Your name"), { target: { value: "Jonna" } });
  await fireEvent.click(screen.getByRole("radio", { name: /Observer/ }));
  await fireEvent.click(await button("Take the seat"));
  const code = screen.getByLabelText("Join code");
  await waitFor(() => expect(code.getAttribute("aria-invalid")).toBe("true"));
  expect(document.getElementById("join-code-hint")?.textContent, "it is said beside the code").toContain("not right");
  expect(document.activeElement, "and the cursor is there").toBe(code);
  expect(screen.getByLabelText("Your name")).toHaveProperty("value", "Jonna");
});

test("an invitation leaves the address as soon as it was used", async () => {
  await open("invited", "#invitation=a-long-secret-of-an-invitation");
  await fireEvent.click(await button("Take the seat"));
  await waitFor(() => expect(seat.stage).toBe("seated"));
  expect(location.href).not.toContain("secret");
});

test("a device that has a seat goes straight in", async () => {
  await open("running");
  expect(await screen.findByText("Are Harbour Logistics terminals down because of an attack?")).toBeTruthy();
});

test("a decision typed without a network is kept, goes out by itself, and counts once", async () => {
  const door = await open("running");
  await screen.findByText("Are Harbour Logistics terminals down because of an attack?");
  door.reach(false);
  expect(await screen.findByText("The connection is lost."), "it shows at once").toBeTruthy();
  await fireEvent.click(await button("Decide"));
  const dialog = await screen.findByRole("dialog");
  expect(document.activeElement?.textContent, "the focus is at the sheet's title").toBe("Decide");
  const text = screen.getByLabelText("What do you decide?");
  await fireEvent.input(text, { target: { value: "Call Legal first" } });
  expect([...Object.values(localStorage)].join(), "what is typed is on the device").toContain("Call Legal first");
  await fireEvent.submit(dialog.querySelector("form")!);
  expect(await screen.findByText(/Kept on this device/)).toBeTruthy();
  expect(text).toHaveProperty("value", "Call Legal first");
  door.reach(true);
  await waitFor(() => expect(seat.state.decisions.at(-1)?.text).toBe("Call Legal first"), { timeout: 5_000 });
  await waitFor(() => expect(seat.waiting).toEqual([]));
  expect(asked.filter((call) => call.call === "decide")).toHaveLength(1);
  expect([...Object.values(localStorage)].join(), "and is forgotten once the drill has it").not.toContain("Call Legal first");
  await waitFor(() => expect(screen.queryByRole("dialog"), "the sheet closes").toBeNull());
}, 15_000);

test("a new inject is told to those who do not see it come", async () => {
  const door = await open("empty");
  await screen.findByText("Nothing has come in yet.");
  await waitFor(() => expect(seat.line).toBe("live"));
  // What a fresh page is told in its first moment is what was there before, and no news.
  vi.spyOn(performance, "now").mockReturnValue(performance.now() + 60_000);
  door.tell(injectItem(CHANNELS[1]!));
  await waitFor(() => expect(screen.getAllByRole("status").map((one) => one.textContent).join()).toContain("New chat from Tine Brandt"));
});

test.each([...STATES])("nobody is kept out of the screen “%s”", async (kind) => {
  await open(kind === "offline" ? "running" : kind);
  await waitFor(() => expect(document.body.textContent).toContain("EXERCISE"));
  // Colours need a browser that draws; everything else holds without one.
  const found = await axe.run(document.body, { rules: { "color-contrast": { enabled: false }, region: { enabled: false } } });
  expect(found.violations.map((one) => `${one.id}: ${one.nodes.map((node) => node.html).join(" ")}`)).toEqual([]);
}, 20_000);
