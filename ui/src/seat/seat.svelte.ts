// What the seat's page knows and does: takes the seat, keeps the line, folds what comes, sends what is said. One object
// for the whole page; components read it and call it. Not here: how anything looks, and any rule of the drill.
import { SEAT } from "../words/seat";
import type { Lobby } from "../wire/generated/Lobby";
import type { OwnDecision } from "../wire/generated/OwnDecision";
import type { Problem } from "../wire/generated/Problem";
import type { RoleCard } from "../wire/generated/RoleCard";
import type { SeatCall } from "../wire/generated/SeatCall";
import type { SeatFrame } from "../wire/generated/SeatFrame";
import type { SeatJoin } from "../wire/generated/SeatJoin";
import type { SeatReply } from "../wire/generated/SeatReply";
import { isSeatProblem, mintKey, readWayIn, seatDoor, type WayIn } from "../wire/seat";
import { fold, forget, isAnother, NOTHING, type HeldInject, type SeatState } from "../wire/seatfold";
import { memory, SeatKeep, type Shelf } from "../wire/seatkeep";
import { SeatLine, type LineState } from "../wire/seatline";
import { Outbox, type Waiting } from "../wire/seatsend";
import { forgetSent, openDrafts, textOf } from "./drafts.svelte";

/** What opens over the page. */
export type SheetName = "decide" | "message" | "plan" | "role" | "others" | "notify" | "menu" | "question" | "note" | "rate";

export interface Sheet {
  name: SheetName;
  /** The inject, deadline or objective that it is about. */
  about?: string | null;
  /** The decision that it changes. */
  decision?: OwnDecision | undefined;
}

/** How long what a fresh page is told counts as what was there before. */
const BACKLOG_MS = 1_000;
/** How long the question whether this device still has a seat may take. */
const LOBBY_MS = 2_000;

type Stage = "opening" | "join" | "seated";

class SeatPage {
  stage = $state<Stage>("opening");
  lobby = $state.raw<Lobby | null>(null);
  wayIn = $state.raw<WayIn>({ code: "", invitation: "" });
  /** True where nobody answers yet. */
  unreachable = $state(false);
  /** True where this device had a seat a moment ago. */
  wasOut = $state(false);
  state = $state.raw<SeatState>(NOTHING);
  line = $state<LineState>("connecting");
  waiting = $state.raw<Waiting[]>([]);
  problem = $state.raw<Problem | null>(null);
  sheet = $state.raw<Sheet | null>(null);
  /** What a screen reader is told without being asked. */
  spoken = $state("");
  /** True where something came in since the top of the list was last looked at. */
  above = $state(false);
  keep: SeatKeep | null = $state.raw(null);
  #role = $state("");
  #hand = $state<string | null>(null);
  #whose = "";
  #remote: boolean | null = null;
  #newsFrom = 0;
  #trying = false;
  #line: SeatLine | null = null;
  #outbox: Outbox | null = null;

  get me() {
    return this.state.me;
  }
  get table() {
    return this.state.table;
  }
  get phase() {
    return this.state.table?.phase ?? "";
  }
  get playing() {
    return this.phase === "running" || this.phase === "paused";
  }
  get over() {
    return this.phase === "hot-wash" || this.phase === "review" || this.phase === "closed";
  }

  /** The role that speaks, where the seat plays several. */
  get role(): RoleCard | null {
    const roles = this.me?.roles ?? [];
    return roles.find((role) => role.id === this.#role) ?? roles[0] ?? null;
  }
  takeRole(id: string): void {
    this.#role = id;
  }

  /** True where a module of a practice waits to be begun: its clock stands where the module begins. */
  get beforeModule(): boolean {
    const module = this.state.practice?.module;
    return !!module && this.phase === "paused" && (this.table?.clock.elapsed_ms ?? 0) <= module.from_ms;
  }
  /** True for what had happened before the module that is practised. */
  isStory(held: HeldInject): boolean {
    return held.item.elapsed_ms < (this.state.practice?.module?.from_ms ?? 0);
  }

  /** The newest inject that still counts. */
  get newest(): HeldInject | null {
    return this.state.injects.findLast((held) => held.withdrawn === null && !this.isStory(held)) ?? null;
  }
  /** The inject that the thumb's buttons are about. */
  get hand(): HeldInject | null {
    return this.state.injects.find((held) => held.item.id === this.#hand && held.withdrawn === null) ?? this.newest;
  }
  takeInHand(inject: string | null): void {
    this.#hand = inject;
  }

  /** The role that an inject is for, among those of the seat. */
  roleFor(held: HeldInject | null): RoleCard | null {
    const role = this.role;
    if (!held || !role || held.item.to.length === 0 || held.item.to.includes(role.title)) return role;
    return this.me?.roles.find((one) => held.item.to.includes(one.title)) ?? role;
  }

  decisionsOn(inject: string): OwnDecision[] {
    return this.state.decisions.filter((one) => one.inject === inject);
  }

  roleTitle(id: string | null): string {
    const all = [...(this.me?.table ?? []), ...(this.me?.roles ?? [])];
    return all.find((role) => role.id === id)?.title ?? "";
  }

  /** Looks whether this device has a seat, and otherwise how it may take one. */
  async begin(): Promise<void> {
    this.wayIn = readWayIn(location.hash);
    await this.knock();
  }

  async knock(): Promise<void> {
    try {
      this.lobby = await seatDoor().lobby();
      this.unreachable = false;
    } catch {
      this.unreachable = true;
      setTimeout(() => void this.knock(), 2_000 + 2_000 * Math.random());
      return;
    }
    if (this.lobby.seated && !this.wayIn.invitation) this.sitDown();
    else this.stage = "join";
  }

  /** Takes a seat. Gives back the problem where there is one. */
  async join(ask: SeatJoin): Promise<Problem | null> {
    try {
      await seatDoor().join(ask);
    } catch (why) {
      if (isSeatProblem(why)) return why;
      return { code: "broken", says: SEAT.join.unreachable, hint: SEAT.join.unreachableSays, detail: null };
    }
    this.#remote = ask.remote;
    if (this.stage === "seated") this.shut();
    else this.sitDown();
    return null;
  }

  /** Takes one more role at the seat that this device has; the code says that one is in the room. */
  async takeAnother(code: string, role: string): Promise<void> {
    const remote = this.#remote ?? this.keep?.get("remote") === "yes";
    this.problem = await this.join({ code, invitation: "", name: this.me?.name ?? "", role, remote });
  }

  /** The way in is taken out of the address, so that nobody reads or sends it on by accident. */
  sitDown(): void {
    history.replaceState(null, "", location.pathname + location.search);
    this.wayIn = { code: "", invitation: "" };
    this.wasOut = false;
    this.state = NOTHING;
    this.stage = "seated";
    const door = seatDoor();
    this.#line = new SeatLine(
      {
        dial: (since, ears) => door.dial(since, ears),
        // An answer that takes long is none: the next try must not wait for it.
        seated: () => Promise.race([door.lobby().then((lobby) => lobby.seated, () => null), new Promise<null>((late) => setTimeout(late, LOBBY_MS, null))]),
        after,
        random: Math.random,
      },
      {
        since: () => this.state.seq,
        frame: (frame, anew) => this.#frame(frame, anew),
        state: (state) => this.#lineIs(state),
      },
    );
    this.#line.start();
    window.addEventListener("online", this.#awake);
    window.addEventListener("offline", this.#asleep);
    window.addEventListener("pageshow", this.#awake);
    document.addEventListener("visibilitychange", this.#awake);
  }

  /** Says something that counts. True once the drill has it; false where it said no, which then stands as the problem. */
  async say(call: SeatCall, fields: string[] = [], began_at_ms: number | null = null): Promise<boolean> {
    this.problem = null;
    const texts = Object.fromEntries(fields.map((field) => [field, textOf(field)]));
    if (!this.#outbox) return false;
    try {
      await this.#outbox.say(call, texts, began_at_ms);
      return true;
    } catch (problem) {
      this.problem = problem as Problem;
      return false;
    }
  }

  /** Asks for something to read. Rejects with a Problem. */
  async ask(call: SeatCall): Promise<SeatReply> {
    const answer = await seatDoor()
      .post(call, mintKey())
      .catch(() => null);
    if (!answer) {
      this.#line?.nudge();
      throw { code: "broken", says: SEAT.join.unreachable, hint: null, detail: null } satisfies Problem;
    }
    if ("problem" in answer) throw answer.problem;
    return answer.ok;
  }

  /** True while what was typed into a field is on its way. */
  isWaiting(field: string): boolean {
    return this.waiting.some((one) => field in one.fields);
  }

  open(name: SheetName, about: string | null = null, decision?: OwnDecision): void {
    this.problem = null;
    this.sheet = { name, about, decision };
  }
  shut(): void {
    this.sheet = null;
    this.problem = null;
  }

  /** Closes this practice, which is kept, and sits down in the same one begun anew. */
  async tryAgain(): Promise<void> {
    this.problem = null;
    this.#trying = true;
    try {
      const reply = await this.ask({ call: "practise_again" });
      if (reply.reply !== "invited") return;
      const { invitation } = reply.view;
      this.keep?.clear();
      this.close();
      const problem = await this.join({ code: "", invitation, name: "", role: "", remote: false });
      if (problem) {
        this.wayIn = { code: "", invitation };
        await this.knock();
      }
    } catch (why) {
      this.problem = why as Problem;
    } finally {
      this.#trying = false;
    }
  }

  async leave(): Promise<void> {
    const kept = this.keep;
    if (!(await this.say({ call: "leave" }))) return;
    kept?.clear();
    this.close();
    await this.knock();
  }

  #frame(frame: SeatFrame, anew: boolean): void {
    const before = this.state;
    const next = fold(anew ? forget(before) : before, frame, performance.now());
    this.state = next;
    const whose = frame.view?.me?.seat;
    if (whose !== undefined && whose !== this.#whose) this.#openKeep(whose);
    if (isAnother(before.me, next.me)) this.#line?.anew();
    if (frame.item && next !== before) this.#tell(frame);
  }

  /** A new inject is told to those who do not see it come. What a reload brings back is no news. */
  #tell(frame: SeatFrame): void {
    const item = frame.item;
    if (item?.kind !== "inject" || performance.now() < this.#newsFrom) return;
    const is = item.is;
    this.spoken = SEAT.newInject(SEAT.channel[is.channel] ?? is.channel, is.from, is.subject);
    this.above = true;
    if (this.sheet === null) this.#hand = null;
  }

  #openKeep(seat: string): void {
    this.#outbox?.close();
    this.#whose = seat;
    this.#newsFrom = performance.now() + BACKLOG_MS;
    const keep = new SeatKeep(shelf(), seat);
    this.keep = keep;
    if (this.#remote !== null) keep.set("remote", this.#remote ? "yes" : "");
    openDrafts(keep);
    this.#outbox = new Outbox(
      {
        post: (call, key) => seatDoor().post(call, key),
        after,
        random: Math.random,
        now_ms: Date.now,
        mint: mintKey,
        keep: (waiting) => keep.set("outbox", waiting.length > 0 ? JSON.stringify(waiting) : ""),
      },
      {
        changed: (waiting) => (this.waiting = waiting),
        unanswered: () => this.#line?.nudge(),
        answered: (what, answer, awaited) => {
          if ("ok" in answer) forgetSent(what.fields);
          else if (!awaited) this.problem = answer.problem;
          if ("problem" in answer && answer.problem.code === "no-seat") this.#out();
        },
      },
      keptCalls(keep),
    );
  }

  #lineIs(state: LineState): void {
    const before = this.line;
    this.line = state;
    if (state === "lost" && before === "live") this.spoken = SEAT.line.lostSpoken;
    if (state === "live") {
      if (before === "lost") this.spoken = SEAT.line.back;
      this.#outbox?.nudge();
    }
    if (state === "out") this.#out();
  }

  #out(): void {
    // The seat in the practice before is gone; the one in the next is being taken.
    if (this.#trying) return;
    this.wasOut = true;
    this.close();
    void this.knock();
  }

  /** Lets go of the seat's connection and of all that was known. */
  close(): void {
    this.#line?.stop();
    this.#outbox?.close();
    this.#line = this.#outbox = null;
    this.#whose = "";
    window.removeEventListener("online", this.#awake);
    window.removeEventListener("offline", this.#asleep);
    window.removeEventListener("pageshow", this.#awake);
    document.removeEventListener("visibilitychange", this.#awake);
    this.sheet = null;
    this.waiting = [];
    this.problem = null;
    this.spoken = "";
    this.state = NOTHING;
    this.stage = "opening";
  }

  #awake = () => {
    if (document.visibilityState === "hidden") return;
    this.#line?.nudge();
    this.#outbox?.nudge();
  };
  #asleep = () => this.#line?.cut();
}

export const seat = new SeatPage();

function after(span_ms: number, then: () => void): () => void {
  const timer = setTimeout(then, span_ms);
  return () => clearTimeout(timer);
}

function shelf(): Shelf {
  try {
    return window.localStorage;
  } catch {
    return memory();
  }
}

function keptCalls(keep: SeatKeep): Waiting[] {
  try {
    return JSON.parse(keep.get("outbox") ?? "[]") as Waiting[];
  } catch {
    return [];
  }
}
