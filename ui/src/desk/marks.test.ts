// A note for the white cell must read as its author meant it, and a star that is no mark must stay a star.
import { expect, test } from "vitest";
import { paragraphs, type Piece } from "./marks";

function check(text: string, ...expected: string[][]) {
  const shown = ({ kind, text }: Piece) => (kind === "plain" ? text : `${kind}:${text}`);
  expect(paragraphs(text).map((one) => one.map(shown)), `“${text}” must read so`).toEqual(expected);
}

test("marks become emphasis, weight and code", () => {
  check("off the network *and* stopped", ["off the network ", "em:and", " stopped"]);
  check("**Never** run `tidy`.", ["strong:Never", " run ", "code:tidy", "."]);
});

test("a star that marks nothing stays", () => {
  check("2 * 3 * 4", ["2 * 3 * 4"]);
  check("all of *.log", ["all of *.log"]);
});

test("paragraphs stay apart, lines broken by the file's width do not", () => {
  check("The truth: it runs\nwith rights.\n\nWatch for: who reads.", ["The truth: it runs with rights."], ["Watch for: who reads."]);
});

test("a list keeps its lines", () => {
  check("Either:\n- the bank\n  calls\n- or nobody", ["Either:\n- the bank calls\n- or nobody"]);
});

test("an empty note has no paragraph", () => {
  check("  \n");
});
