// That a difference shown to a person is the difference, and that nothing is lost from either text.
import { expect, test } from "vitest";
import { unifiedLines, wordDiff, type Piece } from "./diff";

const told = (pieces: Piece[]) =>
  pieces.map(({ kind, text }) => (kind === "added" ? `[+${text}]` : kind === "removed" ? `[-${text}]` : text)).join("");

test("only the words that differ are marked", () => {
  const check = (before: string, after: string, shown: string, why: string) =>
    expect(told(wordDiff(before, after)), why).toBe(shown);
  check("Check the backups.", "Check the backups.", "Check the backups.", "nothing changed");
  check("Legal clears it.", "Legal clears it within 15 minutes.", "Legal clears it[+ within 15 minutes].", "the full stop stays");
  check("Call the bank.", "Call the insurer.", "Call the[- bank][+ insurer].", "one word for another");
  check("", "A new paragraph.", "[+A new paragraph.]", "everything is new");
  check("An old one.", "", "[-An old one.]", "everything is gone");
  check("one two three", "two three four", "[-one two][+two] three[+ four]", "a word at the beginning carries no space");
});

test("both texts can be read out of the difference", () => {
  const check = (before: string, after: string) => {
    const pieces = wordDiff(before, after, true);
    const read = (without: string) => pieces.filter((one) => one.kind !== without).map((one) => one.text).join("");
    expect(read("added"), "the text before").toBe(before);
    expect(read("removed"), "the text after").toBe(after);
  };
  check("", "");
  check("  - one\n  - two\n", "  - one\n  - three\n  - two\n");
  check("Ω? yes, \n\n no.", "Ω! yes,\n no");
  check("a b c d e f g", "g f e d c b a");
  check("word ".repeat(5000), "other ".repeat(5000));
});

test("a long unchanged text shrinks to what stands around the change", () => {
  const long = Array.from({ length: 200 }, (_, index) => `w${index}`).join(" ");
  const pieces = wordDiff(`${long} end`, `${long} new end`);
  expect(pieces[0]?.kind, "what comes long before is left out").toBe("gap");
  expect(pieces.some((one) => one.kind === "added" && one.text.trim() === "new")).toBe(true);
  expect(pieces.map((one) => one.text).join("").length).toBeLessThan(150);
});

test("a unified diff is read without its file names", () => {
  const diff = "--- in force\n+++ draft\n@@ -1,2 +1,3 @@\n same\n-old\n+new\n+\n\\ No newline at end of file\n";
  expect(unifiedLines(diff)).toEqual([
    { kind: "hunk", text: "@@ -1,2 +1,3 @@" },
    { kind: "same", text: "same" },
    { kind: "removed", text: "old" },
    { kind: "added", text: "new" },
    { kind: "added", text: "" },
  ]);
});
