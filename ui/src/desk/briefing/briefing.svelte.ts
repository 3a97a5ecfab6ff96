// One briefing at this desk: the view that came last, the role that is looked at, and the orders that give roles to
// people. Nothing is shown before it is recorded.
import { call, order } from "../../wire/door";
import type { BriefingView } from "../../wire/generated/BriefingView";
import type { BriefRole } from "../../wire/generated/BriefRole";
import type { DeskOrder } from "../../wire/generated/DeskOrder";
import type { HolderView } from "../../wire/generated/HolderView";
import { BRIEFING } from "../../words/briefing";
import { shell } from "../shell.svelte";

export type Standing = "primary" | "alternate";

const PRESENCES = ["room", "remote", "left"];

export class Briefed {
  view = $state.raw<BriefingView | null>(null);
  /** The role that the keys mean. */
  chosen = $state<string | null>(null);
  /** The role whose list of people is open, and what the choice will be. */
  picking = $state<{ role: string; standing: Standing } | null>(null);

  #line: Promise<unknown> = Promise.resolve();

  constructor(readonly exercise: string) {}

  get role(): BriefRole | null {
    return this.view?.roles.find((one) => one.id === this.chosen) ?? null;
  }

  async open(): Promise<void> {
    const view = await shell.work(BRIEFING.loading, () => call("briefing", { exercise: this.exercise }));
    if (view) this.view = view;
  }

  /** Gives an order. True once it is recorded; otherwise the problem has been told and nothing changed. */
  async order(given: DeskOrder, said: string): Promise<boolean> {
    const reply = await shell.work(BRIEFING.saving, () => order(this.exercise, given));
    if (!reply) return false;
    shell.dismiss();
    shell.say(said);
    if (reply.reply === "briefing") this.view = reply.view;
    else await this.open();
    return true;
  }

  pick(role: string, standing: Standing): void {
    this.chosen = role;
    this.picking = { role, standing };
  }

  async assign(role: string, person: string | null, standing: string): Promise<boolean> {
    const name = this.view?.people.find((one) => one.id === person)?.name ?? BRIEFING.bot;
    const given: DeskOrder = { order: "assign", role, person, standing };
    const done = await this.order(given, BRIEFING.said.given(this.#title(role), name));
    if (done) this.picking = null;
    return done;
  }

  /** Drops a person on a role: the first becomes primary, the next alternate. */
  async drop(role: string, person: string): Promise<void> {
    const holders = this.view?.roles.find((one) => one.id === role)?.holders ?? [];
    if (holders.some((one) => one.person === person)) return;
    const taken = holders.some((one) => one.standing === "primary");
    await this.assign(role, person, taken ? "alternate" : "primary");
  }

  /** Adds somebody to the people of the programme and gives them the role. */
  async create(role: string, name: string, standing: string): Promise<boolean> {
    const before = new Set(this.view?.people.map((one) => one.id));
    const made = await shell.work(BRIEFING.saving, () =>
      call("keep_person", { person: null, name, contact: "", unit: "" }),
    );
    const person = made?.people.find((one) => !before.has(one.id) && one.name === name);
    if (!person) return false;
    await this.open();
    void shell.refresh();
    return this.assign(role, person.id, standing);
  }

  async vacate(role: string, holder: HolderView): Promise<void> {
    const given: DeskOrder = { order: "vacate", role, person: holder.person };
    await this.order(given, BRIEFING.said.taken(this.#title(role), holder.name));
  }

  attend(holder: HolderView, presence: string): Promise<unknown> {
    return this.#inLine(() => this.#attend(holder, presence));
  }

  /** In the room, then remote, then not here, and round again. */
  attendNext({ person }: HolderView): Promise<unknown> {
    return this.#inLine(async () => {
      const holder = this.view?.roles.flatMap((role) => role.holders).find((one) => one.person === person);
      if (holder) await this.#attend(holder, PRESENCES[(PRESENCES.indexOf(holder.presence) + 1) % PRESENCES.length] ?? "room");
    });
  }

  /** People with a role of whom nobody has said where they are. */
  get unsaid(): HolderView[] {
    const found = new Map<string, HolderView>();
    for (const holder of this.view?.roles.flatMap((role) => role.holders) ?? []) {
      if (holder.person !== null && holder.presence === "") found.set(holder.person, holder);
    }
    return [...found.values()];
  }

  everybodyIsHere(): Promise<unknown> {
    return this.#inLine(async () => {
      for (const holder of this.unsaid) if (!(await this.#attend(holder, "room"))) return;
    });
  }

  async #attend(holder: HolderView, presence: string): Promise<boolean> {
    if (holder.person === null) return true;
    const said = BRIEFING.said.presence(holder.name, BRIEFING.presence[presence] ?? presence);
    return this.order({ order: "attend", person: holder.person, presence }, said);
  }

  /** One key after another: what the second means depends on what the first has done. */
  #inLine(what: () => Promise<unknown>): Promise<unknown> {
    return (this.#line = this.#line.then(what, what));
  }

  async setVariables(variables: Record<string, string>): Promise<boolean> {
    const view = await shell.work(BRIEFING.saving, () =>
      call("set_variables", { exercise: this.exercise, variables }),
    );
    return this.#setUpAgain(view);
  }

  async setGiven(packs: string[], again: string[]): Promise<boolean> {
    const view = await shell.work(BRIEFING.saving, () => call("set_given", { exercise: this.exercise, packs, again }));
    return this.#setUpAgain(view);
  }

  async editPack(pack: string): Promise<void> {
    const view = await shell.work(BRIEFING.saving, () => call("edit_pack", { exercise: this.exercise, pack }));
    if (view !== null) this.view = view;
  }

  /** A drill that was set up again is another drill: the desk goes to its briefing. */
  #setUpAgain(view: BriefingView | null): boolean {
    if (view === null) return false;
    this.view = view;
    if (view.exercise !== this.exercise) shell.go({ screen: "briefing", id: view.exercise });
    return true;
  }

  async start(): Promise<void> {
    const reply = await shell.work(BRIEFING.starting, () => order(this.exercise, { order: "start" }));
    if (!reply) return;
    shell.dismiss();
    if (reply.reply === "conduct") shell.keepLive(reply.view);
    void shell.refresh();
    shell.go({ screen: "conduct", id: this.exercise });
  }

  #title(role: string): string {
    return this.view?.roles.find((one) => one.id === role)?.title ?? role;
  }
}
