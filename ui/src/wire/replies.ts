// Which reply belongs to which call, as types and as a table that is checked when a reply arrives. The calls and views
// themselves are generated from Rust; nothing here decides what a call means.
import type { DeskCall } from "./generated/DeskCall";
import type { DeskReply } from "./generated/DeskReply";

export type CallName = DeskCall["call"];
export type ReplyName = DeskReply["reply"];

/** What a call needs to be told; `undefined` where it needs nothing. */
export type Args<K extends CallName> =
  Extract<DeskCall, { call: K }> extends { args: infer A } ? A : undefined;

/** The reply of a call. A new call in Rust breaks the build until it has its line. */
export const REPLIES = {
  home: ["home"],
  open_programme: ["home"],
  library: ["library"],
  scenario: ["scenario"],
  import_scenario: ["scenario"],
  roster: ["roster"],
  keep_person: ["roster"],
  erase_person: ["roster"],
  import_plan: ["plan"],
  plan: ["plan"],
  read_headings: ["plan"],
  propose_amendment: ["plan"],
  adopt_amendment: ["plan"],
  decline_amendment: ["plan"],
  approve_revision: ["plan"],
  save_plan: ["saved"],
  save_change_note: ["saved"],
  brief: ["briefing"],
  briefing: ["briefing"],
  set_variables: ["briefing"],
  save_papers: ["papers"],
  set_given: ["briefing"],
  edit_pack: ["briefing"],
  conduct: ["conduct"],
  inject: ["inject"],
  order: ["conduct", "briefing", "review"],
  review: ["review"],
  replay: ["conduct"],
  keep_action: ["review"],
  report: ["report"],
  preview_report: ["report_preview"],
  save_report: ["report_saved"],
  approve_report: ["report"],
  write_addendum: ["report"],
  keep_asks: ["report"],
  look: ["look"],
  keep_look: ["look"],
  use_template: ["look"],
  save_template: ["saved"],
  save_lapses: ["saved"],
  save_pack: ["saved"],
  files: ["files"],
  back_up: ["proven"],
  restore: ["proven"],
  verify_file: ["proven"],
  see_merge: ["merge"],
  merge: ["merge"],
  make_key: ["files"],
  know_key: ["files"],
  save_public_key: ["saved"],
  door: ["door"],
  open_door: ["door"],
  close_door: ["door"],
  renew_code: ["door"],
  invite_to_seat: ["door"],
  revoke_invitation: ["door"],
  send_out: ["door"],
  tie_seat: ["door"],
  blank_display: ["door"],
  show_display: ["page"],
  practise: ["page"],
  year: ["year"],
  improvement: ["improvement"],
  improve: ["improvement"],
  save_actions: ["saved"],
  import_table: ["brought"],
  evidence_year: ["evidence_year"],
  evidence_between: ["evidence_year"],
  save_year_pack: ["saved"],
  assess: ["evidence_year"],
  save_evidence: ["saved"],
  registers: ["registers"],
  enter: ["registers"],
  team: ["team"],
  keep_team: ["team"],
  calendar: ["calendar"],
  keep_calendar: ["calendar"],
  save_calendar: ["saved"],
  keep_draft: ["done"],
  drafts: ["drafts"],
  settings: ["settings"],
  keep_settings: ["settings"],
} as const satisfies Record<CallName, readonly ReplyName[]>;

export type ReplyOf<K extends CallName> = Extract<
  DeskReply,
  { reply: (typeof REPLIES)[K][number] }
>;

/** The view inside the reply of a call. */
export type ViewOf<K extends CallName> = ReplyOf<K> extends { view: infer V } ? V : null;

/** An order is answered by the screen that belongs to the phase afterwards, so its reply keeps its name. */
export type OrderReply = ReplyOf<"order">;
