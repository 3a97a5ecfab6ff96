// A seat's page must stay small: what it takes from here may not bring along the dialogs' library, the window's program
// or the words of the desk.
import { expect, test } from "vitest";

const sources = import.meta.glob<string>(["../**/*.ts", "../**/*.svelte"], { query: "?raw", import: "default", eager: true });

/** What may be taken into any page. The rest (`Confirm`, `Dialog`, `KeyList`, `Menu`, `Palette`, `Tabs`) is for the desk. */
const LIGHT = [
  "ahead.ts", "Bar.svelte", "beat.svelte.ts", "Button.svelte", "chord.ts", "clock.ts", "Clock.svelte", "drafts.svelte.ts", "Empty.svelte",
  "formdraft.svelte.ts", "Icon.svelte", "Key.svelte", "keys.svelte.ts", "Marking.svelte", "names.ts", "Notice.svelte", "Progress.svelte",
  "Select.svelte", "TextField.svelte", "time.ts",
];
const HEAVY = ["bits-ui", "@tauri-apps", "../words/desk", "../words/conduct", "../words/review", "../words/plan"];

/** Everything that a file takes in when it runs, near and far. Types weigh nothing. */
function taken(file: string, read = new Set<string>()): string[] {
  const source = sources[file];
  if (source === undefined) throw new Error(`${file} is not there`);
  read.add(file);
  return [...source.matchAll(/^\s*import (?!type)[^;]*?from "([^"]+)"/gm)].flatMap(([, from = ""]) => {
    if (!from.startsWith(".")) return [from];
    const path = new URL(from, `http://x/${file.startsWith("./") ? "kit/" : ""}${file.replace(/^\.{1,2}\//, "")}`).pathname.slice(1);
    const key = path.startsWith("kit/") ? path.replace("kit/", "./") : `../${path}`;
    const known = [key, `${key}.ts`].find((one) => one in sources);
    if (known === undefined) throw new Error(`${file} takes ${from}, which is not there`);
    return [known, ...(read.has(known) ? [] : taken(known, read))];
  });
}

test("a dialog is told as heavy", () => {
  expect(taken("./Confirm.svelte"), "through the dialog that it shows").toContain("bits-ui");
});

test("what a seat may take is light", () => {
  for (const one of LIGHT) {
    const all = taken(`./${one}`);
    const heavy = HEAVY.filter((heavy) => all.some((from) => from.startsWith(heavy)));
    expect(heavy, `${one} brings along ${all.join(", ")}`).toEqual([]);
  }
});
