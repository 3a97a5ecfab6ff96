// One plan at this desk: the view that came last, the section and the amendment that are looked at, and what is done to
// them. Nothing is shown before it is recorded.
import { call, chooseFolder, chooseTarget } from "../../wire/door";
import type { AmendmentCall } from "../../wire/generated/AmendmentCall";
import type { AmendmentRow } from "../../wire/generated/AmendmentRow";
import type { PlanEdition } from "../../wire/generated/PlanEdition";
import type { PlanView } from "../../wire/generated/PlanView";
import { PLAN } from "../../words/plan";
import { shell } from "../shell.svelte";
import { parentOf } from "./paths";

const WAITING = ["proposed", "conflict"];

export const waits = (row: AmendmentRow): boolean => WAITING.includes(row.state);

export class Planning {
  view = $state.raw<PlanView | null>(null);
  /** The path of the section that the keys mean. */
  section = $state<string | null>(null);
  /** The amendment that the keys mean. */
  chosen = $state<number | null>(null);

  constructor(readonly plan: string) {}

  /** Waiting amendments in the order of the plan. */
  get waiting(): AmendmentRow[] {
    const places = new Map(this.view?.sections.map((one, index) => [one.path, index]));
    const place = (row: AmendmentRow) => places.get(this.placeOf(row)) ?? -1;
    return (this.view?.amendments ?? []).filter(waits).sort((a, b) => place(a) - place(b));
  }

  get amendment(): AmendmentRow | null {
    return this.view?.amendments.find((one) => one.seq === this.chosen) ?? null;
  }

  /** The section beside which an amendment stands: its own, else the one it would stand in, else the first. */
  placeOf(row: AmendmentRow): string {
    const paths = new Set(this.view?.sections.map((one) => one.path));
    for (let path = row.section; path !== ""; path = parentOf(path)) if (paths.has(path)) return path;
    return this.view?.sections[0]?.path ?? "";
  }

  async open(): Promise<void> {
    const view = await shell.work(PLAN.loading, () => call("plan", { plan: this.plan }));
    if (view) this.view = view;
  }

  async #change(what: () => Promise<PlanView>, said = ""): Promise<boolean> {
    const view = await shell.work(PLAN.saving, what);
    if (!view) return false;
    shell.dismiss();
    this.view = view;
    if (said) shell.say(said);
    void shell.refresh();
    return true;
  }

  /** Says whether lines that only look like headings are read as headings. */
  readHeadings(by_look: boolean): Promise<boolean> {
    return this.#change(() => call("read_headings", { plan: this.plan, by_look }));
  }

  propose(change: AmendmentCall, because: string): Promise<boolean> {
    return this.#change(() => call("propose_amendment", { plan: this.plan, change, because, finding: null }));
  }

  adopt(amendment: number, by: string): Promise<boolean> {
    return this.#change(() => call("adopt_amendment", { plan: this.plan, amendment, by }), PLAN.amendment.states["adopted"]);
  }

  decline(amendment: number, by: string, reason: string): Promise<boolean> {
    return this.#change(() => call("decline_amendment", { plan: this.plan, amendment, by, reason }), PLAN.amendment.states["declined"]);
  }

  approve(values: { number: string; by: string; effective: string; note: string }): Promise<boolean> {
    return this.#change(() => call("approve_revision", { plan: this.plan, ...values }));
  }

  /** The name of the file without its ending. */
  get #stem(): string {
    return (this.view?.file_name ?? "").replace(/\.(md|markdown|docx)$/i, "");
  }

  async save(edition: PlanEdition): Promise<string | null> {
    const view = this.view;
    if (!view) return null;
    const path = await this.#target(view, edition);
    if (path === null) return null;
    const saved = await shell.work(PLAN.saving, () => call("save_plan", { plan: this.plan, path, edition }));
    if (saved !== null) shell.say(PLAN.saved(saved));
    return saved;
  }

  #target(view: PlanView, edition: PlanEdition): Promise<string | null> {
    const { kinds, names } = PLAN;
    if (edition === "diff") return chooseTarget(PLAN.saveTitle, `${this.#stem} ${names.diff}.diff`, [{ name: kinds.diff, extensions: ["diff"] }]);
    if (view.form === "folder") return chooseFolder(PLAN.saveFolderTitle);
    if (view.form === "word") {
      const name = edition === "tracked" ? `${this.#stem} ${names.tracked}.docx` : view.file_name;
      return chooseTarget(PLAN.saveTitle, name, [{ name: kinds.word, extensions: ["docx"] }]);
    }
    return chooseTarget(PLAN.saveTitle, view.file_name, [{ name: kinds.markdown, extensions: ["md"] }]);
  }

  async saveNote(ending: "pdf" | "docx"): Promise<string | null> {
    const kind = ending === "pdf" ? PLAN.kinds.pdf : PLAN.kinds.word;
    const path = await chooseTarget(PLAN.noteTitle, `${this.#stem} ${PLAN.names.note}.${ending}`, [{ name: kind, extensions: [ending] }]);
    if (path === null) return null;
    const saved = await shell.work(PLAN.saving, () => call("save_change_note", { plan: this.plan, path }));
    if (saved !== null) shell.say(PLAN.saved(saved));
    return saved;
  }
}
