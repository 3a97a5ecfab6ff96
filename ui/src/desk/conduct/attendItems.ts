// That a person arrived or left: the same list for the menu of a seat and for the palette.
import type { Item } from "../../kit/Menu.svelte";
import type { SeatRow } from "../../wire/generated/SeatRow";
import { CONDUCT } from "../../words/conduct";
import type { Conducting } from "./conducting.svelte";

const words = CONDUCT.seats;

export function attendItems(table: Conducting, seat: SeatRow): Item[] {
  const item = (person: string, presence: string, now: string, says: string): Item => ({
    id: `${person}-${presence}`,
    says,
    checked: presence === now,
    run: () => void table.order({ order: "attend", person, presence }),
  });
  return seat.holders.flatMap(({ person, name, presence }) =>
    person === null
      ? []
      : [
          item(person, "room", presence, words.arrivedRoom(name)),
          item(person, "remote", presence, words.arrivedRemote(name)),
          item(person, "left", presence, words.left_(name)),
        ],
  );
}
