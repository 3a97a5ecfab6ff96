// The preview is turned to what is being written.
import { expect, test } from "vitest";
import { find, type Place } from "./place";

const PAGE = `<section id="summary"></section><section id="objectives">
  <article id="a"><div class="finding" id="f"><p>Nobody cleared the statement <span>critical</span></p></div></article>
  <article id="b"></article></section>`;

test("a page is turned to the summary, the objective or the finding", () => {
  const page = new DOMParser().parseFromString(PAGE, "text/html");
  const check = (place: Place, id: string | undefined) => expect(find(page, place)?.id, JSON.stringify(place)).toBe(id);
  check({ part: "summary", at: "" }, "summary");
  check({ part: "objective", at: "1" }, "b");
  check({ part: "objective", at: "7" }, "objectives");
  check({ part: "finding", at: "Nobody cleared" }, "f");
  check({ part: "finding", at: "" }, "objectives");
  check({ part: "finding", at: "Nobody wrote this" }, undefined);
});
