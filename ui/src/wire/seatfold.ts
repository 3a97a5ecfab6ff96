// What a seat knows, as a fold of the frames it was sent. A view says how things stand and replaces the one before; an
// item has happened and counts once, however often it arrives. Pure: no socket, no clock, nothing is filtered here.
import type { CellView } from "./generated/CellView";
import type { CoachingItem } from "./generated/CoachingItem";
import type { InjectItem } from "./generated/InjectItem";
import type { MessageItem } from "./generated/MessageItem";
import type { OwnDecision } from "./generated/OwnDecision";
import type { PracticeState } from "./generated/PracticeState";
import type { SeatFrame } from "./generated/SeatFrame";
import type { SeatItem } from "./generated/SeatItem";
import type { SeatMe } from "./generated/SeatMe";
import type { TableView } from "./generated/TableView";

/** What the seat knows. Lists are in the order of the record. */
export interface SeatState {
  /** The last item that is known; where a new connection goes on. */
  seq: number;
  me: SeatMe | null;
  table: TableView | null;
  /** When the view came, on the page's beat; the clock is drawn from there. */
  received: number;
  cell: CellView | null;
  practice: PracticeState | null;
  injects: HeldInject[];
  decisions: OwnDecision[];
  said: Said[];
}

/** An inject at this seat. */
export interface HeldInject {
  seq: number;
  item: InjectItem;
  /** The seat's roles that have seen it. */
  seen: string[];
  /** Why it was taken back, if it was. */
  withdrawn: string | null;
  /** True where it came more than once. */
  again: boolean;
}

/** Everything else that has happened and stands in the list beside the injects. */
export type Said = { seq: number } & (
  | { kind: "message"; is: MessageItem }
  | { kind: "question"; role: string; says: string; answer: string | null }
  | { kind: "notification"; role: string; body: string; means: string; says: string; story: string }
  | { kind: "stance"; decision: number; role_title: string; stance: string; says: string }
  | { kind: "coaching"; is: CoachingItem }
  | { kind: "hint"; inject: string | null; says: string }
);

export const NOTHING: SeatState = {
  seq: 0,
  me: null,
  table: null,
  received: 0,
  cell: null,
  practice: null,
  injects: [],
  decisions: [],
  said: [],
};

/** What the seat knows after a frame that came at `at` on the page's beat. */
export function fold(state: SeatState, frame: SeatFrame, at: number): SeatState {
  let next = state;
  const view = frame.view;
  if (view) {
    next = {
      ...next,
      me: view.me ?? next.me,
      table: view.table,
      received: at,
      cell: view.cell ?? null,
      practice: view.practice ?? null,
    };
  }
  // What is known already came a second time over a new connection.
  if (frame.item && frame.seq > next.seq) {
    next = { ...happened(next, frame.seq, frame.item), seq: frame.seq };
  }
  return next;
}

/** What is left when everything that happened is to be told once more; how things stand is kept meanwhile. */
export function forget(state: SeatState): SeatState {
  return { ...state, seq: 0, injects: [], decisions: [], said: [] };
}

/** True where the seat is another one than before, so that all that happened has to be told from its eyes. */
export function isAnother(before: SeatMe | null, after: SeatMe | null): boolean {
  if (!before || !after) return false;
  const seat = (me: SeatMe) => [me.seat, me.kind, ...me.roles.map((role) => role.id)].join("\n");
  return seat(before) !== seat(after);
}

function happened(state: SeatState, seq: number, item: SeatItem): SeatState {
  const say = (said: Said): SeatState => ({ ...state, said: [...state.said, said] });
  switch (item.kind) {
    case "inject":
      return { ...state, injects: arrive(state.injects, seq, item.is) };
    case "withdrawn":
      return withInject(state, item.is.inject, (held) => ({ ...held, withdrawn: item.is.reason }));
    case "acknowledged":
      return withInject(state, item.is.inject, (held) =>
        held.seen.includes(item.is.role) ? held : { ...held, seen: [...held.seen, item.is.role] },
      );
    case "decision": {
      const others = state.decisions.filter((one) => one.decision !== item.is.decision);
      return { ...state, decisions: [...others, item.is].sort((a, b) => a.decision - b.decision) };
    }
    case "stance":
      return say({ seq, kind: "stance", ...item.is });
    case "message":
      return say({ seq, kind: "message", is: item.is });
    case "question":
      return say({ seq, kind: "question", ...item.is, answer: null });
    case "answer":
      return { ...state, said: state.said.map((one) => answered(one, item.is.question, item.is.says)) };
    case "notification":
      return say({ seq, kind: "notification", ...item.is });
    case "struck":
      return strike(state, item.is.record);
    case "coaching": {
      // One that is settled anew replaces what was said of it before.
      const others = state.said.filter((one) => one.kind !== "coaching" || one.is.action !== item.is.action);
      return { ...state, said: [...others, { seq, kind: "coaching", is: item.is }] };
    }
    case "hint":
      return say({ seq, kind: "hint", ...item.is });
  }
}

function arrive(injects: HeldInject[], seq: number, item: InjectItem): HeldInject[] {
  const before = injects.find((held) => held.item.id === item.id);
  const others = injects.filter((held) => held !== before);
  return [...others, { seq, item, seen: before?.seen ?? [], withdrawn: null, again: before !== undefined }];
}

function withInject(state: SeatState, id: string, change: (held: HeldInject) => HeldInject): SeatState {
  return { ...state, injects: state.injects.map((held) => (held.item.id === id ? change(held) : held)) };
}

/** An answer goes to its question, which then stands where the answer came in. */
function answered(said: Said, question: number, answer: string): Said {
  return said.kind === "question" && said.seq === question ? { ...said, answer } : said;
}

function strike(state: SeatState, record: number): SeatState {
  return {
    ...state,
    decisions: state.decisions.filter((one) => one.decision !== record),
    said: state.said.filter((one) => one.seq !== record && !(one.kind === "stance" && one.decision === record)),
  };
}
