// What differs between two texts, word by word, for the eye only: the plan itself is changed in Rust. Long unchanged
// stretches are left out around the changes. Pure.

export interface Piece {
  kind: "same" | "added" | "removed" | "gap";
  text: string;
}

/** Beyond this many words on either side the texts are shown one after the other; nobody reads such a mixture. */
const WORDS_MAX = 1500;
/** Unchanged words that stay beside a change. */
const CONTEXT_WORDS = 14;

/** The pieces of which both texts are made, in order. Without `whole`, long unchanged stretches become a gap. */
export function wordDiff(before: string, after: string, whole = false): Piece[] {
  const old = words(before);
  const now = words(after);
  const [head, tail] = ends(old, now);
  const oldMiddle = old.slice(head, old.length - tail);
  const nowMiddle = now.slice(head, now.length - tail);
  const pieces = join([
    { kind: "same", text: old.slice(0, head).join("") },
    ...middle(oldMiddle, nowMiddle),
    { kind: "same", text: old.slice(old.length - tail).join("") },
  ]);
  return whole ? pieces : pieces.flatMap((piece, index) => shorten(piece, index === 0, index === pieces.length - 1));
}

/** The space that a piece begins with; it is shown without a stroke. */
export const spaceOf = (text: string): string => text.slice(0, text.length - text.trimStart().length);

/** A line of a unified diff. */
export interface DiffLine {
  kind: "same" | "added" | "removed" | "hunk";
  text: string;
}

/** The lines of a unified diff without its file names. */
export function unifiedLines(diff: string): DiffLine[] {
  return diff
    .split("\n")
    .filter((line, index, all) => !/^(---|\+\+\+) /.test(line) && !line.startsWith("\\") && !(line === "" && index === all.length - 1))
    .map((line) => {
      if (line.startsWith("@@")) return { kind: "hunk", text: line };
      const kind = line.startsWith("+") ? "added" : line.startsWith("-") ? "removed" : "same";
      return { kind, text: line.slice(1) };
    });
}

/** Words with the space after them, so that joining gives the text again. */
function words(text: string): string[] {
  return text.match(/\s*\S+(?=\s|$)|\s+$/g)?.flatMap(split) ?? [];
}

/** A sentence's mark is a word of its own, so that a full stop that stays is not shown as changed. */
function split(word: string): string[] {
  const parts = /^(\s*\S*?\w)([.,;:!?]+)$/.exec(word);
  return parts?.[1] && parts[2] ? [parts[1], parts[2]] : [word];
}

function ends(old: string[], now: string[]): [number, number] {
  const most = Math.min(old.length, now.length);
  let head = 0;
  while (head < most && old[head] === now[head]) head += 1;
  let tail = 0;
  while (tail < most - head && old[old.length - 1 - tail] === now[now.length - 1 - tail]) tail += 1;
  return [head, tail];
}

/** The longest common run of words, by the textbook table; small enough after both ends were cut off. */
function middle(old: string[], now: string[]): Piece[] {
  if (old.length > WORDS_MAX || now.length > WORDS_MAX) {
    return [
      { kind: "removed", text: old.join("") },
      { kind: "added", text: now.join("") },
    ];
  }
  const width = now.length + 1;
  const common = new Uint16Array((old.length + 1) * width);
  const at = (i: number, j: number) => common[i * width + j] ?? 0;
  for (let i = old.length - 1; i >= 0; i -= 1) {
    for (let j = now.length - 1; j >= 0; j -= 1) {
      common[i * width + j] = old[i] === now[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
    }
  }
  const pieces: Piece[] = [];
  let [i, j] = [0, 0];
  while (i < old.length || j < now.length) {
    if (i < old.length && j < now.length && old[i] === now[j]) {
      pieces.push({ kind: "same", text: old[i] ?? "" });
      i += 1;
      j += 1;
    } else if (i < old.length && (j >= now.length || at(i + 1, j) >= at(i, j + 1))) {
      pieces.push({ kind: "removed", text: old[i] ?? "" });
      i += 1;
    } else {
      pieces.push({ kind: "added", text: now[j] ?? "" });
      j += 1;
    }
  }
  return pieces;
}

function join(pieces: Piece[]): Piece[] {
  const joined: Piece[] = [];
  for (const piece of pieces) {
    if (piece.text === "") continue;
    const last = joined.at(-1);
    if (last?.kind === piece.kind) last.text += piece.text;
    else joined.push({ ...piece });
  }
  return joined;
}

function shorten(piece: Piece, first: boolean, last: boolean): Piece[] {
  if (piece.kind !== "same") return [piece];
  const all = words(piece.text);
  const room = CONTEXT_WORDS * (first || last ? 1 : 2);
  if (all.length <= room + 4) return [piece];
  const gap: Piece = { kind: "gap", text: " … " };
  const head: Piece[] = first ? [] : [{ kind: "same", text: all.slice(0, CONTEXT_WORDS).join("") }];
  const tail: Piece[] = last ? [] : [{ kind: "same", text: all.slice(-CONTEXT_WORDS).join("") }];
  return [...head, gap, ...tail];
}
