// Letters that are typed while one thing closes or another opens: they are held for the moment in which no field has the
// focus yet, and go where the focus comes. What no field takes is struck again, as if it had been struck a moment later.
import { takesText } from "./keys.svelte";

const WAIT_MS = 250;
const MODIFIERS = ["Shift", "Control", "Alt", "Meta", "CapsLock", "AltGraph", "Dead"];
let standing: (() => void) | null = null;

/** Holds letters from now on. What it gives back is called once whatever will take them is on its way; with `false` where
 * the field that has the focus now is not the one. */
export function holdLetters(): (already?: boolean) => void {
  standing?.();
  let held: KeyboardEvent[] = [];
  let wrong: Element | null = document.activeElement;
  const arrived = () => takesText(document.activeElement) && document.activeElement !== wrong;
  const down = (event: KeyboardEvent) => {
    if (MODIFIERS.includes(event.key)) return;
    const letter = event.key.length === 1 && !event.ctrlKey && !event.metaKey && !event.altKey && !event.isComposing;
    // A space alone presses a button; any other key means what stands, with what was typed before it.
    if (arrived() || !letter || (event.key === " " && held.length === 0)) return stop();
    event.preventDefault();
    event.stopImmediatePropagation();
    held.push(event);
  };
  const give = () => {
    if (arrived()) stop();
  };
  const stop = () => {
    window.removeEventListener("keydown", down, true);
    window.removeEventListener("focusin", give);
    clearTimeout(timer);
    if (standing === stop) standing = null;
    const left = held;
    held = [];
    if (takesText(document.activeElement)) type(left.map(({ key }) => key).join(""));
    else left.forEach(strike);
  };
  const timer = setTimeout(stop, WAIT_MS);
  standing = stop;
  window.addEventListener("keydown", down, true);
  return (already = true) => {
    if (standing !== stop) return;
    if (already) wrong = null;
    window.addEventListener("focusin", give);
    give();
  };
}

function strike({ key, code, shiftKey }: KeyboardEvent) {
  const again = new KeyboardEvent("keydown", { key, code, shiftKey, bubbles: true, cancelable: true });
  (document.activeElement ?? document.body).dispatchEvent(again);
}

function type(letters: string) {
  const field = document.activeElement;
  const long = field instanceof HTMLTextAreaElement;
  const short = field instanceof HTMLInputElement && ["text", "search"].includes(field.type);
  if (letters === "" || !(long || short)) return;
  field.setRangeText(letters, field.selectionStart ?? 0, field.selectionEnd ?? 0, "end");
  field.dispatchEvent(new InputEvent("input", { bubbles: true, data: letters, inputType: "insertText" }));
}
