// What is typed into the capture bar must be read as meant, and text that only looks like a sign must stay text.
import { expect, test } from "vitest";
import { offeredRole, readCapture, roleBeingTyped, rolesLike, type Captured, type Offer } from "./capture";

const ROLES = [
  { id: "ic", title: "Incident Commander" },
  { id: "comms", title: "Communications Lead" },
  { id: "it", title: "IT Operations Lead" },
  { id: "soc", title: "SOC Analyst" },
  { id: "legal", title: "Legal Counsel" },
];
const OPTIONS = [
  { id: "holding", label: "Give a holding statement only" },
  { id: "deny", label: "Say that no data was taken" },
];

function check(typed: string, expected: Partial<Captured> & { text: string }) {
  const nothing = { role: null, verb: null, option: null };
  expect(readCapture(typed, ROLES, OPTIONS), `“${typed}” must be read so`).toEqual({ ...nothing, ...expected });
}

test("plain text is a plain text", () => {
  check("isolates the server", { text: "isolates the server" });
  check("asks at 18:30 @ the gate", { text: "asks at 18:30 @ the gate" });
});

test("a role is complete at the space after it", () => {
  check("@com", { text: "@com" });
  check("@com ", { role: "comms", text: "" });
  check("@ic isolates", { role: "ic", text: "isolates" });
  check("@ol isolates", { text: "@ol isolates" });
});

test("an unknown role stays in the text, so that nothing typed is lost", () => {
  check("@nobody isolates", { text: "@nobody isolates" });
});

test("signs say what the role does", () => {
  check("?who may stop it", { verb: "asks", text: "who may stop it" });
  check("! too early", { verb: "dissents", text: "too early" });
  check("#nobody reads the plan", { verb: "notes", text: "nobody reads the plan" });
});

test("an option is its number or the beginning of its words", () => {
  check(":2", { option: "deny", text: "" });
  check(":1 until six", { option: "holding", text: "until six" });
  check(":give until six", { option: "holding", text: "until six" });
  check(":9 until six", { text: ":9 until six" });
});

test("signs stand in any order", () => {
  check("@soc :2 for now", { role: "soc", option: "deny", text: "for now" });
  check("? @legal may we", { role: "legal", verb: "asks", text: "may we" });
});

test("the closest role comes first", () => {
  const first = (letters: string) => rolesLike(letters, ROLES)[0]?.id;
  expect(first("it"), "an id that fits goes before a word that begins so").toBe("it");
  expect(first("lead"), "any word of the title may begin so").toBe("comms");
  expect(first("x"), "nothing fits").toBeUndefined();
  expect(roleBeingTyped("@so"), "it is still being typed").toBe("so");
  expect(roleBeingTyped("@so x"), "it is complete").toBeNull();
});

test("the role that is offered follows from what was chosen, who may decide, who is asked and who spoke last", () => {
  const offered = (over: Partial<Offer>, role: string, why: string) =>
    expect(offeredRole({ roles: ROLES, chosen: null, asked: [], answered: new Set(), authority: [], last: "soc", ...over }), why).toBe(role);
  offered({}, "soc", "an inject to everyone goes on with the last role");
  offered({ last: null }, "ic", "somebody has to be first");
  offered({ authority: ["Incident Commander"] }, "ic", "the option belongs to the commander, whoever spoke last");
  offered({ authority: ["Incident Commander", "SOC Analyst"] }, "soc", "the last role may decide it too");
  offered({ authority: ["Incident Commander", "Legal Counsel"], asked: ["Legal Counsel"] }, "legal", "of those who may, the one that is asked");
  offered({ authority: ["Chief Executive"] }, "soc", "nobody plays the role that may decide it");
  offered({ authority: ["Incident Commander"], chosen: "comms" }, "comms", "what somebody chose stays chosen");
  offered({ asked: ["Legal Counsel", "Communications Lead"], answered: new Set(["comms"]) }, "legal", "the one that has not answered yet");
  offered({ asked: ["Legal Counsel"], answered: new Set(["legal"]) }, "soc", "all have answered");
});
