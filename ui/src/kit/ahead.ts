// Letters that are typed while one thing closes or another opens: they are held for the moment in which no field has the
// focus yet, and go where the focus comes. What no field takes is struck again, as if it had been struck a moment later.
import { takesText } from "./keys.svelte";

const WAIT_MS = 250;
let standing: (() => void) | null = null;

/** Holds letters from now on. What it gives back is called once whatever will take them is on its way; with `false` where
 * the field that has the focus now is not the one. */
export function holdLetters(): (already?: boolean) => void {
  standing?.();
  let held: KeyboardEvent[] = [];
  const down = (event: KeyboardEvent) => {
    if (event.key.length !== 1 || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    held.push(event);
  };
  const stop = () => {
    window.removeEventListener("keydown", down, true);
    window.removeEventListener("focusin", give);
    clearTimeout(timer);
    standing = null;
    const left = held;
    held = [];
    for (const { key, code, shiftKey } of left) {
      const again = new KeyboardEvent("keydown", { key, code, shiftKey, bubbles: true, cancelable: true });
      (document.activeElement ?? document.body).dispatchEvent(again);
    }
  };
  const give = () => {
    if (!takesText(document.activeElement)) return;
    type(held.map(({ key }) => key).join(""));
    held = [];
    stop();
  };
  const timer = setTimeout(stop, WAIT_MS);
  standing = stop;
  window.addEventListener("keydown", down, true);
  return (already = true) => {
    if (standing !== stop) return;
    window.addEventListener("focusin", give);
    if (already) give();
  };
}

function type(letters: string) {
  const field = document.activeElement;
  const long = field instanceof HTMLTextAreaElement;
  const short = field instanceof HTMLInputElement && ["text", "search"].includes(field.type);
  if (letters === "" || !(long || short)) return;
  field.setRangeText(letters, field.selectionStart ?? 0, field.selectionEnd ?? 0, "end");
  field.dispatchEvent(new InputEvent("input", { bubbles: true, data: letters, inputType: "insertText" }));
}
