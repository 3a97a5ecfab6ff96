// A plan whose amendments can be adopted, declined and approved by rough rules. Development and tests only.
import type { AmendmentCall } from "../generated/AmendmentCall";
import type { PlanView } from "../generated/PlanView";
import { plan } from "./views";

const ROOT = "Harbour Logistics Incident Response Plan";
const LAST = "Ransomware on a Friday afternoon, 5 March 2027";

type Part = [path: string, html: string, coverage: string, says: string];

const list = (...items: string[]) => `<ul>${items.map((item) => `<li>${item}</li>`).join("")}</ul>`;
const steps = (...items: string[]) => `<ol>${items.map((item) => `<li>${item}</li>`).join("")}</ol>`;
const NEVER = "Never exercised in a drill.";

const PARTS: Part[] = [
  ["", "<p>Revision 4, in force since 14 September 2026. Internal.</p>", "never", NEVER],
  ["Purpose and scope", "<p>This plan says who does what when an incident touches the systems or data of Harbour Logistics: three terminals, the customer portal, and the offices.</p>", "never", NEVER],
  ["Roles", "<p>Every role is held by a named person and a deputy, listed in the duty roster that the Service Desk keeps. Whoever takes a role says so aloud on the incident bridge. Nobody holds more than two roles in one incident.</p>", "exercised", `Backups and roles, ${LAST}`],
  ["Roles / Role: Incident Commander (IC)", `<p>Deputy: IT Operations Lead.</p><p>Authority: declares an incident, sets and changes its severity, and may isolate any system that is not a running terminal system.</p><p>Duties:</p>${list("Acknowledge a page within 15 minutes and open the incident bridge within 30 minutes.", "Set the severity, say it aloud and have the Scribe write it down.", "Call the roles that the severity table names.", "Hold a situation update every 60 minutes at SEV1 and every 4 hours at SEV2.")}`, "exercised", `Ransom note found, ${LAST}`],
  ["Roles / Role: Communications Lead", `<p>Deputy: none.</p>${list("Speaks for the company inside and outside.", "Has every text cleared by Legal Counsel before it leaves.")}`, "exercised", `A reporter asks for comment, ${LAST}`],
  ["Roles / Role: Business Owner", "<p>Authority: during office hours, decides whether a running terminal system is shut down and how freight is moved without it.</p>", "missed", `The terminals, ${LAST}: nobody with authority decided`],
  ["Severity", "<table><thead><tr><th>Severity</th><th>Means</th><th>Incident Commander paged</th><th>Updates</th></tr></thead><tbody><tr><td>SEV1</td><td>Terminals stand, or personal data is out</td><td>within 15 minutes</td><td>every 60 minutes</td></tr><tr><td>SEV2</td><td>An office system stands</td><td>within 60 minutes</td><td>every 4 hours</td></tr><tr><td>SEV3</td><td>One workplace</td><td>next working day</td><td>daily</td></tr></tbody></table>", "exercised", `Ransom note found, ${LAST}`],
  ["Phases", "<p>Each phase ends when the Incident Commander says so aloud.</p>", "never", NEVER],
  ["Phases / Detection and analysis", "<p>Anybody may report, to the Service Desk, at any hour.</p>", "exercised", `Help desk: files will not open, ${LAST}`],
  ["Phases / Containment", list("Isolate; do not switch off.", "Close the way in before anything is rebuilt."), "exercised", `EDR alert, ${LAST}`],
  ["Phases / Recovery", "<p>Systems return in the order that the Business Owner sets.</p>", "never", NEVER],
  ["Communication", "<p>One voice outside, and staff hear it first.</p>", "never", NEVER],
  ["Communication / Press and social media", list("Only the Communications Lead speaks to the press. Everybody else passes the question on and says nothing about the matter.", "A holding statement goes out within 60 minutes of the first question from the press.", "We say what we know and what we do; we do not guess at causes, numbers or culprits."), "missed", `A reporter asks for comment, ${LAST}: no statement in time`],
  ["Notification", "<p>A time limit begins when we become aware, and awareness is a decision that somebody takes. Early and incomplete is better than complete and late.</p>", "exercised", `The log opens, ${LAST}`],
  ["Notification / Insurer [within 24 hours]", `<p>The cyber policy requires that the insurer's hotline is called within 24 hours of discovery and before costs above 10,000 euros are agreed.</p>${list("The Finance Controller calls the hotline. The policy is kept in the finance share.")}`, "missed", `Insurer, ${LAST}: the policy lay among the encrypted files`],
  ["Playbooks", "<p>Each begins with what must not wait.</p>", "never", NEVER],
  ["Playbooks / Playbook: Ransomware", steps("Isolate the systems that show signs of encryption within 15 minutes. Do not switch them off.", "Page the Incident Commander within 15 minutes and treat the incident as SEV1.", "Find out which account and which path the intruder uses, and close them.", "Check the state of the backups.", "Start paper working at the gates.", "Do not answer a demand before Legal Counsel and the insurer have been heard.", "Restore only after the way in has been closed."), "exercised", `Backup console login, ${LAST}`],
  ["Emergency accounts", list("An emergency account is issued to one person, with an end, and entered in the log."), "never", NEVER],
  ["Document control", list("Owner: Chief Information Security Officer", "Last reviewed on 2026-09-14", "Last tested on 2025-11-20"), "never", NEVER],
];

/** The inject of a sentence such as "Ransom note found, Ransomware …". */
const says = (sentence: string): string => sentence.split(", ")[0] ?? "";

function exercisedBy(coverage: string, inject: string, stale: boolean): PlanView["sections"][number]["exercised"] {
  if (coverage === "never") return [];
  const missed = coverage === "missed" ? 1 : 0;
  const last = { exercise: "01JLAST", drill: "Ransomware on a Friday afternoon", date: stale ? "2025-11-20" : "2027-03-05", injects: [inject], met: 3 - missed, missed, tested: 3 };
  const before = { ...last, exercise: "01JBEFORE", drill: "The new bank details", date: "2026-03-12", met: 2, missed: 1 };
  return missed > 0 ? [last, before] : [last];
}

export class FakePlan {
  view: PlanView;

  constructor(kind = "") {
    const made = plan();
    const title = (path: string) => path.split(" / ").at(-1) ?? path;
    const full = (path: string) => (path ? `${ROOT} / ${path}` : ROOT);
    const sections = PARTS.map(([path, html, coverage, coverage_says], index): PlanView["sections"][number] => {
      const level = path === "" ? 1 : path.split(" / ").length + 1;
      const heading = `<h${level}>${title(path) || ROOT}</h${level}>`;
      return { id: `s${index}`, path: full(path), level, title: title(path) || ROOT, html: heading + html, phase: null, tags: [], line: 4 + index * 9, file: null, coverage, coverage_says, stale: index === 8, exercised: exercisedBy(coverage, says(coverage_says), index === 8) };
    });
    const row = (seq: number, path: string, over: Partial<PlanView["amendments"][number]>): PlanView["amendments"][number] => ({
      seq, section: full(path), op: "replace", before: "", after: "", because: "", finding: null, state: "proposed", by: "", reason: "", moved_from: null, revision: null, approved_by: "", conflict: null, ...over,
    });
    const business = "Authority: during office hours, decides whether a running terminal system is shut down and how freight is moved without it.";
    const insurer = "The policy is kept in the finance share.";
    made.amendments = [
      row(21, "Roles / Role: Business Owner", { before: business, after: "Authority: at any hour, decides whether a running terminal system is shut down and how freight is moved without it. When the Business Owner cannot be reached within 10 minutes, the shift manager of the terminal decides.", because: "The plan names nobody who may shut a terminal system down outside office hours.", finding: "exercise/01JREVIEW#121" }),
      row(22, "Communication / Press and social media", { op: "append_item", after: "- Legal Counsel clears a statement within 15 minutes; after that the Incident Commander may release the holding statement.", because: "No statement was agreed before the paper went to print.", finding: "exercise/01JREVIEW#120" }),
      row(23, "Phases / Detection and analysis", { state: "conflict", op: "replace", before: "Anybody may report.", because: "Drivers had nobody to call.", conflict: { says: "The words to replace no longer stand in this section.", base: "Anybody may report.", theirs: "Anybody may report, to the Service Desk, at any hour.", find: "Anybody may report.", ours: "Anybody may report; drivers report to the gate office." } }),
      row(19, "Playbooks / Playbook: Ransomware", { state: "adopted", by: "Ines Moreau", before: "4. Check the state of the backups.", after: "4. Within 30 minutes take the backup system off the network; then check the state of the backups at its own console.", because: "The backups were still in reach when they were checked." }),
      row(18, "Notification / Insurer [within 24 hours]", { state: "declined", by: "Ines Moreau", reason: "The number is on the duty card since January.", before: insurer, after: "The policy is kept in the safe.", because: "Nobody found the hotline's number." }),
      row(9, "Emergency accounts", { state: "in-force", op: "insert", by: "Ines Moreau", after: "The Scribe reads open emergency accounts aloud at every update.", because: "An account stayed open for a week." }),
    ];
    made.draft_diff = [
      "--- in force", "+++ draft", "@@ -118,3 +118,3 @@", " 3. Find out which account and which path the intruder uses, and close them.",
      "-4. Check the state of the backups.", "+4. Within 30 minutes take the backup system off the network; then check the state of the backups at its own console.", " 5. Start paper working at the gates.", "",
    ].join("\n");
    this.view = { ...made, sections, card: { ...made.card, title: ROOT, owner: "Chief Information Security Officer", draft: true } };
    if (kind === "plain") Object.assign(this.view, { amendments: [], draft_diff: "", placeholders: [], diagnostics: [] });
  }

  propose(change: AmendmentCall, because: string, finding: string | null): PlanView {
    const section = change.op === "new_section" ? `${change.parent} / ${change.title}` : change.section;
    const before = change.op === "replace" ? change.find : "";
    const seq = 30 + this.view.amendments.length;
    this.view.amendments.unshift({ seq, section, op: change.op, before, after: change.text, because, finding, state: "proposed", by: "", reason: "", moved_from: null, revision: null, approved_by: "", conflict: null });
    return this.now();
  }

  answer(seq: number, state: string, by: string, reason: string): PlanView {
    for (const one of this.view.amendments) {
      if (one.seq !== seq) continue;
      Object.assign(one, { state, by, reason });
      if (state !== "adopted") continue;
      const lines = (text: string, sign: string) => (text ? text.split("\n").map((line) => sign + line) : []);
      const head = this.view.draft_diff === "" ? "--- in force\n+++ draft\n" : "";
      this.view.draft_diff += `${head}${["@@ -1 +1 @@", ...lines(one.before, "-"), ...lines(one.after, "+")].join("\n")}\n`;
    }
    return this.now();
  }

  approve(number: string, by: string, effective: string, note: string): PlanView {
    const { view } = this;
    for (const one of view.revisions) one.in_force = false;
    view.revisions.unshift({ number, date: effective, author: by, note, in_force: true, approved_by: by });
    for (const one of view.amendments) if (one.state === "adopted") one.state = "in-force";
    Object.assign(view, { draft_diff: "", next_number: String(Number(number) + 1) });
    view.card.revision = number;
    return this.now();
  }

  now(): PlanView {
    const { card, amendments, draft_diff } = this.view;
    card.proposals = amendments.filter((one) => ["proposed", "conflict"].includes(one.state)).length;
    card.draft = draft_diff !== "";
    return structuredClone(this.view);
  }
}
