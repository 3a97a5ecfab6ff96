// What all screens of the desk share: where we are, the programme, the settings, the drill that runs, what is being
// worked on and what went wrong. Views are replaced as they come; nothing here guesses what an order will do.
import { untrack } from "svelte";
import { fileName } from "../kit/names";
import { call, chooseFile, chooseFolder, chooseTarget, hear, isProblem, type News } from "../wire/door";
import type { ConductView } from "../wire/generated/ConductView";
import type { DoorView } from "../wire/generated/DoorView";
import type { DeskSettings } from "../wire/generated/DeskSettings";
import type { HomeView } from "../wire/generated/HomeView";
import type { Problem } from "../wire/generated/Problem";
import { WORDS } from "../words/desk";
import { isStep, readRoute, writeRoute, type Route } from "./shell-route";

const KINDS = {
  scenario: [{ name: WORDS.files.scenario, extensions: ["yaml", "yml", "json"] }],
  plan: [{ name: WORDS.files.plan, extensions: ["md", "markdown", "docx"] }],
  programme: [{ name: WORDS.files.programme, extensions: ["rockdrill"] }],
};

/** A drill's view and the beat at which it came, from which the clocks are interpolated. */
export interface Live {
  view: ConductView;
  received: number;
}

class Shell {
  route = $state.raw<Route>(readRoute(location.hash));
  home = $state.raw<HomeView | null>(null);
  settings = $state.raw<DeskSettings | null>(null);
  /** The drill that was last conducted in this window. */
  live = $state.raw<Live | null>(null);
  /** The seats' door that was last heard of. */
  door = $state.raw<DoorView | null>(null);
  /** The drill whose steps the rail shows. */
  drill = $state<string | null>(null);
  problems = $state.raw<readonly { id: number; problem: Problem }[]>([]);
  /** What is being worked on, the newest last. */
  works = $state.raw<readonly { id: number; says: string }[]>([]);
  /** For the screen reader. */
  said = $state("");

  #ids = 0;

  go(route: Route): void {
    location.hash = writeRoute(route);
  }

  /** Follows the address. */
  follow(): void {
    this.route = readRoute(location.hash);
    if (this.route.screen === "home") void this.refresh();
    const { route } = this;
    if (isStep(route)) this.drill = route.id;
  }

  /** Does something that may take a while or fail: shows progress, tells a problem; null where it failed. */
  async work<T>(says: string, what: () => Promise<T>): Promise<T | null> {
    const id = ++this.#ids;
    this.works = [...this.works, { id, says }];
    try {
      return await what();
    } catch (why) {
      this.fail(why);
      return null;
    } finally {
      this.works = this.works.filter((one) => one.id !== id);
    }
  }

  /** Tells a problem. The same one twice in a row is told once. */
  fail(why: unknown): void {
    const problem: Problem = isProblem(why)
      ? why
      : { code: "broken", says: "", hint: null, detail: String(why) };
    const same = (one: Problem) => one.code === problem.code && one.says === problem.says;
    const others = this.problems.filter((one) => !same(one.problem)).slice(-2);
    this.problems = [...others, { id: ++this.#ids, problem }];
  }

  /** Takes problems away: one of them, or those that were only refusals once something else succeeds. */
  dismiss(id?: number): void {
    this.problems = this.problems.filter((one) =>
      id === undefined ? one.problem.code !== "refused" : one.id !== id,
    );
  }

  say(words: string): void {
    this.said = words;
  }

  /** A newer view of a drill replaces the older one; a late answer does not bring the past back. */
  keepLive(view: ConductView): void {
    if (view.replay) return;
    const old = this.live?.view;
    const same = old?.exercise === view.exercise;
    if (same && old && (view.seq < old.seq || (view.seq === old.seq && view.clock.at_ms < old.clock.at_ms))) return;
    this.live = { view, received: performance.now() };
  }

  async refresh(): Promise<void> {
    const home = await this.work(WORDS.loading.home, () => call("home"));
    if (home) this.home = home;
  }

  /** Keeps the settings of this computer and shows them at once. */
  async keep(settings: DeskSettings): Promise<void> {
    const kept = await this.work(WORDS.working, () => call("keep_settings", { settings }));
    if (kept) this.settings = kept;
  }

  async importScenario(path: string | null): Promise<void> {
    path ??= await chooseFile(WORDS.files.chooseScenario, KINDS.scenario);
    if (path === null) return;
    const from = path;
    const view = await this.work(WORDS.libraryPage.importing, () => call("import_scenario", { path: from }));
    if (view) this.go({ screen: "library", id: view.card.key });
  }

  async importPlan(path: string | null): Promise<void> {
    path ??= await chooseFile(WORDS.files.choosePlan, KINDS.plan);
    if (path === null) return;
    const from = path;
    const view = await this.work(WORDS.working, () => call("import_plan", { path: from }));
    if (!view) return;
    this.go({ screen: "plan", id: view.card.id });
    void this.refresh();
  }

  async importPlanFolder(): Promise<void> {
    const path = await chooseFolder(WORDS.files.choosePlanFolder);
    if (path !== null) await this.importPlan(path);
  }

  async openProgramme(path: string | null, create: boolean): Promise<void> {
    const { chooseProgramme, nameProgramme, newName } = WORDS.files;
    path ??= create
      ? await chooseTarget(nameProgramme, newName, KINDS.programme)
      : await chooseFile(chooseProgramme, KINDS.programme);
    if (path === null) return;
    const from = path;
    const home = await this.work(WORDS.loading.home, () => call("open_programme", { path: from, create }));
    if (!home) return;
    this.live = null;
    this.drill = null;
    this.home = home;
    this.go({ screen: "home" });
  }

  /** Listens until the page goes. */
  async begin(): Promise<void> {
    window.addEventListener("hashchange", () => this.follow());
    await hear((news) => this.#hear(news)).catch((why: unknown) => this.fail(why));
    const settings = await this.work(WORDS.loading.home, () => call("settings"));
    if (settings) this.settings = settings;
    await this.refresh();
    this.follow();
  }

  #hear(news: News): void {
    switch (news.told) {
      case "conduct":
        // Another drill that runs beside this one does not take its screen.
        if (this.route.screen !== "conduct" || this.route.id === news.view.exercise) this.keepLive(news.view);
        return;
      case "door":
        this.door = news.view;
        return;
      case "problem":
        return this.fail(news.view);
      case "dropped":
        return void this.#take(news.view);
    }
  }

  async #take(paths: string[]): Promise<void> {
    for (const path of paths) {
      if (/\.(ya?ml|json)$/i.test(path)) await this.importScenario(path);
      // A folder has no ending; the desk reads what lies in it as one plan.
      else if (/\.(md|markdown|docx)$/i.test(path) || !fileName(path).includes(".")) await this.importPlan(path);
      else if (/\.rockdrill$/i.test(path)) await this.openProgramme(path, false);
      else {
        const says = WORDS.files.unknown(fileName(path));
        this.fail({ code: "refused", says, hint: null, detail: null } satisfies Problem);
      }
    }
  }
}

export const shell = new Shell();

/** A view that a screen fetches for itself, again whenever what it is fetched by changes. The last one stays until the
 * next is there, so that nothing flickers. */
export interface Fetched<T> {
  value: T | null;
  again(): Promise<void>;
}

export function fetched<T>(says: string, what: () => Promise<T>): Fetched<T> {
  let value = $state.raw<T | null>(null);
  let turn = 0;
  const take = async (asked: Promise<T>) => {
    const mine = ++turn;
    const got = await shell.work(says, () => asked);
    if (mine === turn && got !== null) value = got;
  };
  $effect(() => {
    const asked = what();
    untrack(() => void take(asked));
  });
  return {
    get value() {
      return value;
    },
    set value(now: T | null) {
      turn += 1;
      value = now;
    },
    again: () => take(what()),
  };
}
