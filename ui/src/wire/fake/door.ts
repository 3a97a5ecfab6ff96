// A door with fixtures behind it, for looking at screens in a browser and for tests of components. It is loaded only
// while developing (`desk.html?fake`), never by a production bundle. `?fake=paused`, `cut-off`, `slept`, `break`,
// `incident`, `hot-wash`, `start`, `empty` and `slow` choose a state.
import { useDoor, type Door, type News } from "../door";
import type { DeskCall } from "../generated/DeskCall";
import type { DeskReply } from "../generated/DeskReply";
import type { DeskSettings } from "../generated/DeskSettings";
import { FakeBriefing } from "./briefing";
import { FakeDrill, refuse } from "./drill";
import { filesAfter, mergeOf, provenOf } from "./files";
import { FakePlan } from "./plan";
import { FakeReport } from "./report";
import { FakeReview } from "./review";
import { doorAfter } from "./seats";
import * as views from "./views";
import * as yearly from "./year";

/** Every call that was made, for tests to look at. */
export const asked: DeskCall[] = [];

export interface FakeDoor extends Door {
  drill: FakeDrill;
  /** Tells the page something, as the program would. */
  tell(news: News): void;
}

export function makeFakeDoor(kind = ""): FakeDoor {
  const drill = new FakeDrill(kind);
  const briefing = new FakeBriefing(kind);
  const review = new FakeReview(kind);
  const plan = new FakePlan(kind);
  const report = new FakeReport();
  let { calendar } = yearly;
  const listeners = new Set<(news: News) => void>();
  const drafts: Record<string, string> = {};
  let settings: DeskSettings = { theme: "system", single_keys: true, organisation: "Harbour Logistics", trainer: "Ines Moreau" };

  const answer = (call: DeskCall): DeskReply => {
    switch (call.call) {
      case "home":
        return { reply: "home", view: views.home(drill.view, kind) };
      case "open_programme":
        return { reply: "home", view: { ...views.home(drill.view, "empty"), path: call.args.path } };
      case "door":
      case "open_door":
      case "close_door":
      case "renew_code":
      case "invite_to_seat":
      case "revoke_invitation":
      case "send_out":
      case "tie_seat":
      case "blank_display":
        return { reply: "door", view: doorAfter(call, kind) };
      case "show_display":
      case "practise":
        return { reply: "page", view: { exercise: "01JPRACTICE", url: "http://127.0.0.1:4000/i#fake" } };
      case "library":
        return { reply: "library", view: views.library(kind) };
      case "scenario":
        return { reply: "scenario", view: views.scenario(call.args.key) };
      case "import_scenario":
        return { reply: "scenario", view: views.scenario("own-broken") };
      case "keep_person":
        if (call.args.person === null) briefing.keepPerson(call.args.name, call.args.unit, call.args.contact);
        return { reply: "roster", view: { marking: "", people: briefing.view.people } };
      case "roster":
      case "erase_person":
        return { reply: "roster", view: views.roster(kind) };
      case "import_plan":
      case "plan":
        return { reply: "plan", view: plan.now() };
      case "read_headings":
        plan.view.headings_by_look = call.args.by_look;
        return { reply: "plan", view: plan.now() };
      case "propose_amendment":
        review.proposed(call.args.finding);
        return { reply: "plan", view: plan.propose(call.args.change, call.args.because, call.args.finding) };
      case "adopt_amendment":
        return { reply: "plan", view: plan.answer(call.args.amendment, "adopted", call.args.by, "") };
      case "decline_amendment":
        return { reply: "plan", view: plan.answer(call.args.amendment, "declined", call.args.by, call.args.reason) };
      case "approve_revision":
        return { reply: "plan", view: plan.approve(call.args.number, call.args.by, call.args.effective, call.args.note) };
      case "brief":
      case "briefing":
        return { reply: "briefing", view: briefing.view };
      case "set_variables":
        return { reply: "briefing", view: briefing.setVariables(call.args.variables as Record<string, string>) };
      case "set_given":
        return { reply: "briefing", view: briefing.setGiven(call.args.packs, call.args.again) };
      case "edit_pack":
        return { reply: "briefing", view: briefing.editPack(call.args.pack) };
      case "replay":
        return { reply: "conduct", view: review.replay(call.args.seq, drill.now()) };
      case "conduct":
        return { reply: "conduct", view: drill.now() };
      case "inject":
        return { reply: "inject", view: drill.inject(call.args.inject) };
      case "order": {
        if (call.args.exercise === briefing.view.exercise && call.args.order.order !== "start") {
          return { reply: "briefing", view: briefing.order(call.args.order) };
        }
        const given = call.args.order;
        if (call.args.exercise === review.view.exercise || drill.view.phase === "review") return { reply: "review", view: review.order(given) };
        const view = drill.order(given);
        if (view.phase === "review" || view.phase === "closed") return { reply: "review", view: review.now() };
        return { reply: "conduct", view };
      }
      case "review":
        return { reply: "review", view: review.now() };
      case "keep_action": {
        const { action, finding, what, element, owner, start, due } = call.args;
        return { reply: "review", view: review.keepAction(action, { finding, what, element, owner, start, due }) };
      }
      case "report":
      case "preview_report":
      case "approve_report":
      case "write_addendum":
      case "keep_asks":
      case "save_report":
      case "look":
      case "keep_look":
      case "use_template":
        return report.answer(call);
      case "save_papers": {
        const { folder, papers, format } = call.args;
        return { reply: "papers", view: { folder, files: papers.map((name) => `${name}.${format}`), gaps: [] } };
      }
      case "files":
      case "make_key":
      case "know_key":
        return { reply: "files", view: filesAfter(call, kind) };
      case "back_up":
      case "restore":
      case "verify_file":
        return { reply: "proven", view: provenOf(call) };
      case "see_merge":
      case "merge":
        return { reply: "merge", view: mergeOf(call) };
      case "save_public_key":
      case "save_template":
      case "save_lapses":
      case "save_pack":
      case "save_plan":
      case "save_change_note":
        return { reply: "saved", view: call.args.path };
      case "year":
        return { reply: "year", view: yearly.year };
      case "improvement":
      case "improve":
        return { reply: "improvement", view: yearly.improvement };
      case "import_table": {
        const { kind, path, take } = call.args;
        const misfits = [{ label: "row 4, column 3 “due”", says: "“soon” is not a day; write it like 2027-03-05." }];
        return { reply: "brought", view: { kind, path, rows: 12, same: 3, left_out: 1, misfits, taken: take } };
      }
      case "evidence_between":
        return { reply: "evidence_year", view: { ...yearly.evidenceYear, from: call.args.from || yearly.evidenceYear.from, to: call.args.to || yearly.evidenceYear.to } };
      case "evidence_year":
      case "assess":
        return { reply: "evidence_year", view: yearly.evidenceYear };
      case "registers":
      case "enter":
        return { reply: "registers", view: yearly.registers };
      case "team":
      case "keep_team":
        return { reply: "team", view: yearly.team };
      case "calendar":
        return { reply: "calendar", view: calendar };
      case "keep_calendar":
        calendar = yearly.calendarAfter(calendar, call.args.change);
        return { reply: "calendar", view: calendar };
      case "save_calendar":
      case "save_actions":
      case "save_evidence":
      case "save_year_pack":
        return { reply: "saved", view: call.args.path };
      case "keep_draft":
        drafts[call.args.key] = call.args.text;
        return { reply: "done" };
      case "drafts":
        return { reply: "drafts", view: { ...drafts } };
      case "keep_settings":
        settings = call.args.settings;
        return { reply: "settings", view: settings };
      case "settings":
        return { reply: "settings", view: settings };
    }
  };

  return {
    drill,
    tell: (news) => listeners.forEach((listener) => listener(news)),
    async call(call) {
      asked.push(structuredClone(call));
      if (kind === "slow") await new Promise((done) => setTimeout(done, 1200));
      return answer(structuredClone(call));
    },
    async hear(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    chooseFile: async (_title, kinds) => `/home/ines/example.${kinds[0]?.extensions[0] ?? "txt"}`,
    chooseTarget: async (_title, name) => `/home/ines/${name}`,
    chooseFolder: async () => "/home/ines/Papers",
  };
}

/** Puts fixtures behind the door of this page. */
export function openFakeDoor(kind: string): FakeDoor {
  const door = makeFakeDoor(kind);
  useDoor(door);
  Object.assign(globalThis, { fake: door, asked, refuse });
  return door;
}
