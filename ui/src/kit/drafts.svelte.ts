// What somebody is typing, kept outside the page so that a crash loses nothing. Every text field is bound to a key; the
// text is kept a moment after the last keystroke, comes back with the page, and is forgotten once it was recorded.
import { SvelteMap } from "svelte/reactivity";

const WAIT_MS = 400;

/** Where drafts are kept. */
export interface Keeper {
  keep(key: string, text: string): Promise<unknown>;
}

/** One field's text. `bind:value={draft.text}`. */
export interface Draft {
  text: string;
  /** Forgets it, after it was recorded. */
  clear(): void;
}

const texts = new SvelteMap<string, string>();
const waiting = new Map<string, ReturnType<typeof setTimeout>>();
let keeper: Keeper | null = null;

/** Brings back what was being typed and keeps what will be. */
export function openDrafts(kept: Record<string, string>, by: Keeper): () => void {
  keeper = by;
  for (const [key, text] of Object.entries(kept)) if (!texts.has(key)) texts.set(key, text);
  const leave = () => flushDrafts();
  window.addEventListener("pagehide", leave);
  document.addEventListener("visibilitychange", leave);
  return () => {
    window.removeEventListener("pagehide", leave);
    document.removeEventListener("visibilitychange", leave);
    flushDrafts();
    texts.clear();
    keeper = null;
  };
}

/** The draft of a field. Keys name the field for good, for instance `capture/01J…`. */
export function draft(key: string): Draft {
  return {
    get text() {
      return texts.get(key) ?? "";
    },
    set text(text: string) {
      write(key, text);
    },
    clear() {
      write(key, "");
      flush(key);
    },
  };
}

/** Keeps everything that still waits. */
export function flushDrafts(): void {
  for (const key of [...waiting.keys()]) flush(key);
}

function write(key: string, text: string): void {
  if ((texts.get(key) ?? "") === text) return;
  texts.set(key, text);
  clearTimeout(waiting.get(key));
  waiting.set(
    key,
    setTimeout(() => flush(key), WAIT_MS),
  );
}

function flush(key: string): void {
  const timer = waiting.get(key);
  if (timer === undefined) return;
  clearTimeout(timer);
  waiting.delete(key);
  // A draft that could not be kept is still in its field; the next keystroke tries again.
  keeper?.keep(key, texts.get(key) ?? "").catch(() => undefined);
}
