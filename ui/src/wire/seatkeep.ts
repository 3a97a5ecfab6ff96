// What a seat keeps on its device: what is being typed and what waits to be sent, under the seat's own name, so that a
// second person at the same phone finds nothing of the first. A browser that keeps nothing is no obstacle: then it is
// kept as long as the page is open.

const PREFIX = "rockdrill/";

/** The part of the browser's storage that is used. */
export type Shelf = Pick<Storage, "getItem" | "setItem" | "removeItem" | "key" | "length">;

/** A shelf that lasts as long as the page. */
export function memory(): Shelf {
  const kept = new Map<string, string>();
  return {
    getItem: (key) => kept.get(key) ?? null,
    setItem: (key, text) => void kept.set(key, text),
    removeItem: (key) => void kept.delete(key),
    key: (at) => [...kept.keys()][at] ?? null,
    get length() {
      return kept.size;
    },
  };
}

export class SeatKeep {
  #shelf: Shelf;
  #seat: string;

  /** Opens what is kept for a seat and clears away what is kept for any other. */
  constructor(shelf: Shelf, seat: string) {
    this.#shelf = shelf;
    this.#seat = seat;
    for (const key of this.#keys(PREFIX)) if (!key.startsWith(this.#own(""))) this.#quietly(() => shelf.removeItem(key));
  }

  get(name: string): string | null {
    try {
      return this.#shelf.getItem(this.#own(name));
    } catch {
      return null;
    }
  }

  /** Nothing is kept for an empty text. */
  set(name: string, text: string): void {
    this.#quietly(() => (text === "" ? this.#shelf.removeItem(this.#own(name)) : this.#shelf.setItem(this.#own(name), text)));
  }

  /** What is kept whose names begin so, without that beginning. */
  all(begin: string): Map<string, string> {
    const own = this.#own(begin);
    return new Map(this.#keys(own).map((key) => [key.slice(own.length), this.#shelf.getItem(key) ?? ""]));
  }

  /** Forgets everything of the seat. */
  clear(): void {
    for (const key of this.#keys(this.#own(""))) this.#quietly(() => this.#shelf.removeItem(key));
  }

  #keys(begin: string): string[] {
    try {
      const all = Array.from({ length: this.#shelf.length }, (_, at) => this.#shelf.key(at) ?? "");
      return all.filter((key) => key.startsWith(begin));
    } catch {
      return [];
    }
  }

  #own(name: string): string {
    return `${PREFIX}${this.#seat}/${name}`;
  }

  #quietly(what: () => void): void {
    try {
      what();
    } catch {
      // A full or forbidden storage must not stop anybody from answering.
    }
  }
}
