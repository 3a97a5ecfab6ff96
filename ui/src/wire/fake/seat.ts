// A seat's door with fixtures behind it, for looking at screens in a browser and for tests of components. It is loaded
// only while developing (`seat.html?fake=running`), never by a production bundle. The states are those of the list below.
import { useSeatDoor, type SeatDoor } from "../seat";
import type { Lobby } from "../generated/Lobby";
import type { SeatAnswer } from "../generated/SeatAnswer";
import type { SeatCall } from "../generated/SeatCall";
import type { SeatFrame } from "../generated/SeatFrame";
import type { SeatItem } from "../generated/SeatItem";
import type { SeatView } from "../generated/SeatView";
import type { Ears } from "../seatline";
import { CHANNELS, coached, commsItems, decided, injectItem, numbered, PLAN, TABLE } from "./seat-story";
import * as views from "./seat-views";

/** Every state that can be looked at. */
export const STATES = [
  "join", "invited", "briefing", "running", "decided", "plain", "paused", "offline", "discussion", "hot-wash", "mine", "practice", "practice-join", "practice-begin", "practice-module", "evaluator", "scribe", "simulator",
  "observer", "two-roles", "incident", "empty",
] as const;

/** Every call that was made, for tests to look at. */
export const asked: SeatCall[] = [];

export interface FakeSeat extends SeatDoor {
  /** Something happens. */
  tell(item: SeatItem): void;
  /** The network goes, or comes back. */
  reach(reachable: boolean): void;
}

export function makeFakeSeat(kind = "running"): FakeSeat {
  let seated = kind !== "join" && kind !== "invited" && kind !== "practice-join";
  let reachable = true;
  const ears = new Set<Ears>();
  const frames: SeatFrame[] = numbered(items(kind));
  const view = (): SeatView => ({
    me: views.me(kind),
    table:
      kind === "practice-begin" ? { ...views.table("briefing"), origin: "practice" }
      : kind === "practice-module" ? { ...views.table("paused"), origin: "practice", clock: { ...views.table("paused").clock, elapsed_ms: views.MODULE.from_ms } }
      : views.table(kind),
    ...(views.cell(kind) ? { cell: views.cell(kind)! } : {}),
    ...(kind.startsWith("practice") ? { practice: { ...views.practice("practice")!, ...(kind === "practice" ? {} : { to_tick: [] }), ...(kind === "practice-module" ? { module: views.MODULE } : {}) } } : {}),
  });
  const say = (frame: SeatFrame) => ears.forEach((one) => one.heard(JSON.stringify(frame)));
  const tell = (item: SeatItem) => {
    const frame = { seq: (frames.at(-1)?.seq ?? 0) + 1, item };
    frames.push(frame);
    say(frame);
  };

  return {
    tell,
    reach(now) {
      reachable = now;
      if (!now) for (const one of [...ears]) ears.delete(one), one.closed();
    },
    async lobby(): Promise<Lobby> {
      if (!reachable) throw new Error("unreachable");
      return { title: "Ransomware on a Friday afternoon", handling: "TLP:AMBER", seated, practice: kind.startsWith("practice"), roles: TABLE.map((role, at) => ({ ...role, taken: [1, 0, 2, 1, 0, 0][at] ?? 0 })) };
    },
    async join(ask) {
      if (ask.invitation === "" && ask.code.replace(/\W/g, "").toUpperCase() !== "KRN482") {
        throw { code: "wrong-code", says: "", hint: null, detail: null };
      }
      seated = true;
      return { seat: `fake-${kind}`, role: ask.role, kind: "player" };
    },
    async post(call): Promise<SeatAnswer> {
      if (!reachable) throw new Error("unreachable");
      asked.push(structuredClone(call));
      const done = happen(call, tell);
      return { ok: done ?? { reply: "done", view: { seq: frames.at(-1)?.seq ?? 0 } } };
    },
    dial(since, one) {
      setTimeout(() => {
        if (!reachable) return one.closed();
        ears.add(one);
        one.heard(JSON.stringify({ seq: since, view: view() } satisfies SeatFrame));
        for (const frame of frames) if (frame.seq > since) one.heard(JSON.stringify(frame));
      }, 20);
      return { close: () => void ears.delete(one) };
    },
  };
}

/** Puts fixtures behind the door of this page; `?fake=offline` loses the network a moment later. */
export function openFakeSeat(kind: string): FakeSeat {
  const door = makeFakeSeat(kind || "running");
  useSeatDoor(door);
  Object.assign(globalThis, { fake: door, asked });
  if (kind === "join") history.replaceState(null, "", `${location.search}#code=KRN-482`);
  if (kind === "invited") history.replaceState(null, "", `${location.search}#invitation=fixture`);
  if (kind === "offline") setTimeout(() => door.reach(false), 300);
  return door;
}

function items(kind: string): SeatItem[] {
  switch (kind) {
    case "briefing":
    case "practice-begin":
    case "empty":
    case "evaluator":
    case "scribe":
    case "simulator":
      return [];
    case "decided":
    case "incident":
    case "mine":
    case "hot-wash":
      return [...commsItems(), ...decided()];
    case "practice":
      return [...commsItems(), ...coached()];
    case "observer":
      return CHANNELS.filter((one) => one.to?.length === 0).map(injectItem);
    case "plain":
      return CHANNELS.slice(0, 8).map(injectItem);
    default:
      return commsItems();
  }
}

function happen(call: SeatCall, tell: (item: SeatItem) => void): Extract<SeatAnswer, { ok: unknown }>["ok"] | null {
  switch (call.call) {
    case "acknowledge":
      tell({ kind: "acknowledged", is: call.args });
      return null;
    case "decide": {
      const { role, inject, option, rationale, authorised_by } = call.args;
      const label = CHANNELS.flatMap((one) => one.options ?? []).find((one) => one.id === option)?.label;
      tell({
        kind: "decision",
        is: { decision: Date.now(), role, inject, option, text: call.args.text || (label ?? ""), rationale, authorised_by, elapsed_ms: 37.4 * 60_000, latency_ms: 144_000, entered: false, revisions: [] },
      });
      return null;
    }
    case "send":
      tell({
        kind: "message",
        is: { message: Date.now(), from: "Communications Lead", from_role: call.args.role, to: call.args.to_outside ?? TABLE.find((one) => one.id === call.args.to_role)?.title ?? "", to_role: call.args.to_role, says: call.args.says, elapsed_ms: 37.4 * 60_000, story: "Friday 17:52" },
      });
      return null;
    case "ask":
      tell({ kind: "question", is: call.args });
      return null;
    case "log_notification":
      tell({ kind: "notification", is: { ...call.args, story: "Friday 17:52" } });
      return null;
    case "practise_again":
      return { reply: "invited", view: { invitation: "fixture" } };
    case "others":
      return { reply: "others", view: views.OTHERS };
    case "plan":
      return { reply: "plan", view: PLAN };
    case "mine":
      return { reply: "mine", view: views.MINE };
    default:
      return null;
  }
}
