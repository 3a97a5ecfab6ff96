// Opening what may lie under a passphrase: it is tried as it is, and where the desk asks for a passphrase, the person is asked,
// as often as it takes. What is typed is handed to the call and kept nowhere else.
import { isProblem } from "../../wire/door";
import { shell } from "../shell.svelte";

export class Asking {
  /** What to say over the field; none while nothing is asked. */
  says = $state<string | null>(null);
  #answer: ((words: string | null) => void) | null = null;

  /** Does something with a file; null where it failed or the person thought better of it. */
  async with<T>(working: string, run: (passphrase: string | null) => Promise<T>): Promise<T | null> {
    let words: string | null = null;
    for (;;) {
      const given: string | null = words;
      let asks: string | null = null;
      const done = await shell.work(working, async () => {
        try {
          return { value: await run(given) };
        } catch (why) {
          if (!isProblem(why) || why.code !== "needs-passphrase") throw why;
          asks = why.says;
          return null;
        }
      });
      if (done || asks === null) return done?.value ?? null;
      words = await this.#ask(asks);
      if (words === null) return null;
    }
  }

  /** What was typed, or nothing. */
  answer(words: string | null): void {
    this.says = null;
    this.#answer?.(words);
    this.#answer = null;
  }

  #ask(says: string): Promise<string | null> {
    this.says = says;
    return new Promise((resolve) => (this.#answer = resolve));
  }
}
