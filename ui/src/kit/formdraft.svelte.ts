// A form of several fields that begins with values of a view. What was changed is one draft, so that a crash loses
// nothing and an emptied field stays empty. What a form's fields mean is the business of the screen that shows it.
import { draft } from "./drafts.svelte";

/** The values of a form. Bind a field by `bind:value={() => form.value.name, (now) => form.set({ name: now })}`. */
export interface FormDraft<T extends object> {
  readonly value: T;
  /** True where something differs from what the form began with. */
  readonly changed: boolean;
  set(part: Partial<T>): void;
  /** Forgets what was typed, after it was recorded or thrown away. */
  clear(): void;
}

/** The draft of a form. The key names it for good; `initial` is read again whenever the view changes. */
export function formDraft<T extends object>(key: () => string, initial: () => T): FormDraft<T> {
  const kept = $derived(draft(key()));
  const changes = $derived(read<T>(kept.text));
  return {
    get value() {
      return { ...initial(), ...changes };
    },
    get changed() {
      return Object.keys(changes).length > 0;
    },
    set(part) {
      const began = initial();
      const now = { ...changes, ...part };
      const differing = Object.entries(now).filter(([name, value]) => began[name as keyof T] !== value);
      if (differing.length === 0) kept.clear();
      else kept.text = JSON.stringify(Object.fromEntries(differing));
    },
    clear: () => kept.clear(),
  };
}

function read<T>(text: string): Partial<T> {
  if (text === "") return {};
  try {
    return JSON.parse(text) as Partial<T>;
  } catch {
    return {};
  }
}
