// The few marks that authors put into a note for the white cell: *emphasis*, **weight**, `code`, paragraphs. Pure: text
// to pieces of text; nothing of it is ever HTML. Not here: what players read, which is made safe in Rust.

export interface Piece {
  kind: "plain" | "em" | "strong" | "code";
  text: string;
}

const MARKED = /\*\*([^\s*](?:[^*]*[^\s*])?)\*\*|\*([^\s*](?:[^*]*[^\s*])?)\*|`([^`]+)`/g;

/** Paragraphs as the author set them apart, each as pieces. A list keeps a line for each item. */
export function paragraphs(text: string): Piece[][] {
  const blocks = text.trim().split(/\n\s*\n/);
  return blocks.filter((one) => one.trim() !== "").map((one) => pieces(unwrapped(one)));
}

/** One run of text as pieces. */
export function pieces(text: string): Piece[] {
  const found: Piece[] = [];
  let from = 0;
  const plain = (to: number) => {
    if (to > from) found.push({ kind: "plain", text: text.slice(from, to) });
  };
  for (const match of text.matchAll(MARKED)) {
    const [whole, strong, em, code] = match;
    plain(match.index);
    if (strong !== undefined) found.push({ kind: "strong", text: strong });
    else if (em !== undefined) found.push({ kind: "em", text: em });
    else found.push({ kind: "code", text: code ?? "" });
    from = match.index + whole.length;
  }
  plain(text.length);
  return found;
}

/** Lines that only the file's width broke are one line; those of a list stay. */
function unwrapped(block: string): string {
  return block.replace(/\s*\n\s*(?![-*•] |\d+[.)] )/g, " ").replace(/\n\s+/g, "\n").trim();
}
