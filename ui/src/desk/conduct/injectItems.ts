// What can be done with the inject that is looked at: the same list for its menu and for the palette. Pure but for the
// orders that the entries give.
import type { Item } from "../../kit/Menu.svelte";
import type { ConductView } from "../../wire/generated/ConductView";
import type { InjectDetail } from "../../wire/generated/InjectDetail";
import { CONDUCT } from "../../words/conduct";
import type { Conducting } from "./conducting.svelte";
import type { Asking } from "./Dialogs.svelte";
import { deliverable } from "./msel";

const words = CONDUCT.actions;
const POSTPONE_MIN = [5, 10, 15];

export function injectItems(
  table: Conducting,
  view: ConductView,
  detail: InjectDetail | null,
  ask: (what: Asking) => void,
): Item[] {
  if (!detail) return [];
  if (detail.row.state === "delivered") return deliveredItems(table, view, detail, ask);
  return deliverable(detail.row) ? waitingItems(table, detail, ask) : [];
}

function deliveredItems(
  table: Conducting,
  view: ConductView,
  detail: InjectDetail,
  ask: (what: Asking) => void,
): Item[] {
  const { id, title, to, repeatable } = detail.row;
  const unseen = view.seats.filter(
    (seat) => (to.length === 0 || to.includes(seat.title)) && !detail.acknowledged.includes(seat.title),
  );
  return [
    ...unseen.map((seat) => ({
      id: `seen-${seat.role}`,
      says: words.seen(seat.title),
      run: () => void table.order({ order: "acknowledge", inject: id, role: seat.role }),
    })),
    ...(repeatable
      ? [{ id: "again", says: words.deliverNamed(title), run: () => void table.deliver(id) }]
      : []),
    { id: "withdraw", says: words.withdraw, danger: true, run: () => ask({ what: "withdraw", id, title }) },
  ];
}

function waitingItems(table: Conducting, detail: InjectDetail, ask: (what: Asking) => void): Item[] {
  const { id, title, state, due_ms } = detail.row;
  return [
    ...POSTPONE_MIN.map((minutes) => ({
      id: `postpone-${minutes}`,
      says: words.postpone(minutes),
      off: due_ms === null,
      run: () => void table.order({ order: "postpone", inject: id, minutes }),
    })),
    state === "held"
      ? { id: "release", says: words.release, run: () => void table.order({ order: "release", inject: id }) }
      : { id: "hold", says: words.hold, run: () => void table.order({ order: "hold", inject: id }) },
    { id: "edit", says: words.edit, run: () => ask({ what: "edit", detail }) },
    { id: "skip", says: words.skip, run: () => ask({ what: "skip", id, title }) },
  ];
}
