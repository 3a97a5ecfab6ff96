// One registry of what can be done now: the keys, the palette and the list of keys all read it, so that none of them can
// name an action that is not there. A screen offers its actions while it is shown.
import { SvelteMap } from "svelte/reactivity";
import { untrack } from "svelte";

/** One thing that can be done. */
export interface Action {
  /** Stable, for keyed lists. */
  id: string;
  /** As on a button: "Pause". */
  says: string;
  /** Under which heading the palette and the list of keys show it. */
  group: string;
  /** `Space`, `N`, `1`, `Shift+1`, `?`, `Ctrl+K`. */
  key?: string;
  /** Why it cannot be done now; left out where it can. */
  off?: string | false | null | undefined;
  /** True for what only makes sense by key and would crowd the palette. */
  keyOnly?: boolean;
  run: () => void;
}

interface Offered {
  make: () => Action[];
  everywhere: boolean;
}
const sets = new SvelteMap<symbol, Offered>();

/** Offers actions while the component that calls this is shown. `everywhere` is for what lies over all screens: a screen
 * may use the same key for something of its own, and its groups stand before. */
export function offer(make: () => Action[], everywhere = false): void {
  const id = Symbol();
  $effect(() => {
    untrack(() => sets.set(id, { make, everywhere }));
    return () => untrack(() => sets.delete(id));
  });
}

/** Everything that is offered now, the newest screen last. */
export function offered(): Action[] {
  return oldestFirst().flatMap(({ make }) => make());
}

/** What is offered now under its headings: the newest screen's first, each screen's in the order in which it names them. */
export function offeredByGroup(wanted: (action: Action) => boolean): Map<string, Action[]> {
  const found = new Map<string, Action[]>();
  for (const action of oldestFirst().toReversed().flatMap(({ make }) => make())) {
    if (wanted(action)) found.set(action.group, [...(found.get(action.group) ?? []), action]);
  }
  return found;
}

function oldestFirst(): Offered[] {
  const all = [...sets.values()];
  return [...all.filter((one) => one.everywhere), ...all.filter((one) => !one.everywhere)];
}

/** The name of a key press as actions name it; null for what is no key of ours. */
export function keyName(event: KeyboardEvent): string | null {
  const { key, code } = event;
  if (key === "Control" || key === "Shift" || key === "Alt" || key === "Meta") return null;
  if (event.ctrlKey || event.metaKey) return `Ctrl+${key.length === 1 ? key.toUpperCase() : key}`;
  const digit = /^(?:Digit|Numpad)([1-9])$/.exec(code)?.[1];
  if (event.altKey) return digit ? `Alt+${digit}` : `Alt+${key.toUpperCase()}`;
  // Some keyboards type their digits with Shift; what was typed counts before where the key lies.
  if (/^[1-9]$/.test(key)) return key;
  if (digit && event.shiftKey) return `Shift+${digit}`;
  if (key === " ") return "Space";
  if (key === "Escape") return "Esc";
  return key.length === 1 ? key.toUpperCase() : key;
}

/** True where typing belongs to the element and not to the keys. */
export function takesText(element: Element | null): boolean {
  if (!(element instanceof HTMLElement)) return false;
  if (element.isContentEditable || element.closest("textarea, select, [role=textbox]")) return true;
  if (!(element instanceof HTMLInputElement)) return false;
  return !["checkbox", "radio", "button", "submit", "reset", "range", "file"].includes(element.type);
}

/** What keeps the keys to itself, and how it is told while it goes. */
const OVER = "[role=dialog], [role=alertdialog], [role=menu]";
const LEAVING = ":is([role=dialog], [role=alertdialog], [role=menu])[data-state=closed]";

/** How the last choice of an element was made; a button that was clicked does not keep Space for itself. */
let pointed = false;

/** Runs the action that belongs to a key press, if there is one. */
export function pressed(event: KeyboardEvent, singleKeys: boolean): void {
  if (event.key === "Tab") pointed = false;
  const name = keyName(event);
  if (name === null) return;
  const struck = event.target instanceof Element ? event.target : null;
  // What is on its way out still has the focus for a moment; the key is meant for the screen again.
  const element = struck?.closest(LEAVING) ? null : struck;
  const chord = name.startsWith("Ctrl+");
  // A tab takes every Enter for its own, also one that begins the drill.
  if (event.defaultPrevented && !(chord && element?.matches("[role=tab]"))) return;
  if (!chord && (!singleKeys || takesText(element) || somethingIsOpen())) return;
  if ((name === "Space" || name === "Enter") && ownsSpace(element)) return;
  const action = offered().findLast((one) => one.key === name);
  if (!action) return;
  event.preventDefault();
  // A key held down must not deliver one inject after another.
  if (!event.repeat && !action.off) action.run();
}

/** Listens on the window; gives what stops listening. */
export function listenForKeys(singleKeys: () => boolean): () => void {
  const down = (event: KeyboardEvent) => pressed(event, singleKeys());
  const point = () => (pointed = true);
  window.addEventListener("keydown", down);
  window.addEventListener("pointerdown", point, true);
  return () => {
    window.removeEventListener("keydown", down);
    window.removeEventListener("pointerdown", point, true);
  };
}

function ownsSpace(element: Element | null): boolean {
  if (pointed) return false;
  return element?.closest("button, a[href], summary, input, [role=tab], [role=option]") != null;
}

function somethingIsOpen(): boolean {
  return [...document.querySelectorAll(OVER)].some((one) => !one.matches(LEAVING));
}
