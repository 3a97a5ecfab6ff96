// A report that remembers what was approved, corrected and asked, over a page of a few lines. Development and tests only.
import type { DeskCall } from "../generated/DeskCall";
import type { DeskReply } from "../generated/DeskReply";
import type { LookView } from "../generated/LookView";
import type { Problem } from "../generated/Problem";
import type { ReportView } from "../generated/ReportView";

type ReportCall = Extract<
  DeskCall,
  { call: "report" | "preview_report" | "approve_report" | "write_addendum" | "keep_asks" | "save_report" | "look" | "keep_look" | "use_template" }
>;

const FORMS = ["html", "md", "pdf", "docx", "xlsx", "json", "csv"];
const SEAL = "9f2c41d7a0b35e8c6f1d2b7a4e90c3558d16fa72be094c3d81e5a6f07b2c9d34";

export class FakeReport {
  #frozen: Record<string, ReportView["frozen"]> = {};
  #addenda: ReportView["addenda"] = [];
  #asks: ReportView["asks"] = [];
  #look: LookView = {
    organisation: "Harbour Logistics", accent: "", ink: "#2f5bd0", logo: null,
    templates: ["report.html", "overview.part.html", "objectives.part.html", "record.part.html", "appendix.part.html", "report.md", "management.html", "management.md", "lapse.html", "lapse.md", "style.css"].map((name) => ({ name, file: "" })),
  };

  answer(call: ReportCall): DeskReply {
    switch (call.call) {
      case "report":
        return { reply: "report", view: this.#view(call.args.edition, call.args.names) };
      case "preview_report": {
        const { summary, objectives, finding } = call.args.words;
        const own = Object.values(objectives).map((text) => `<h4>In the trainer's words</h4><p>${text}</p>`);
        return { reply: "report_preview", view: { html: page("full", false, summary ?? "", `${own.join("")}${finding ? `<div class="finding"><p>${finding.finding.title}</p><p>${finding.finding.observation}</p></div>` : ""}`) } };
      }
      case "approve_report": {
        const { edition, names, by } = call.args;
        this.#frozen[edition] = FORMS.filter((form) => form !== "csv" || edition !== "management").map((format, index) => ({
          format, by, at_ms: Date.UTC(2027, 2, 8, 9), hash: SEAL.slice(index * 3) + SEAL.slice(0, index * 3), seal: SEAL, named: names, record: 212 + index,
        }));
        return { reply: "report", view: this.#view(edition, names) };
      }
      case "write_addendum":
        this.#addenda.push({ says: call.args.says, by: call.args.by, at_ms: Date.UTC(2027, 2, 9, 9) });
        return { reply: "report", view: this.#view(call.args.edition, false) };
      case "keep_asks":
        this.#asks = call.args.asks;
        return { reply: "report", view: this.#view("management", false) };
      case "save_report":
        return {
          reply: "report_saved",
          view: {
            path: call.args.path, approved: this.#frozen[call.args.edition] !== undefined,
            gaps: call.args.format === "pdf" ? ["Ethiopic: ሰ (U+1230)"] : [],
          },
        };
      case "look":
        return { reply: "look", view: this.#look };
      case "keep_look": {
        const { organisation, accent } = call.args;
        this.#look = { ...this.#look, organisation, accent, ink: accent === "#ffcc00" ? "#7c6300" : accent || "#2f5bd0" };
        return { reply: "look", view: this.#look };
      }
      case "use_template": {
        const { name, path } = call.args;
        if (name === "report.md" && path !== null) {
          throw {
            code: "file-has-errors", says: "The report template own.hbs does not fit.", hint: "Mend it and choose it again, or go back to ours.",
            detail: "own.hbs, line 3, column 1: The report has nothing called \"titel\" here.\n    {{titel}}",
          } satisfies Problem;
        }
        this.#look = { ...this.#look, templates: this.#look.templates.map((one) => (one.name === name ? { name, file: path === null ? "" : "own.hbs" } : one)) };
        return { reply: "look", view: this.#look };
      }
    }
  }

  #view(edition: string, names: boolean): ReportView {
    return {
      exercise: "01JDRILL", title: "Ransomware on a Friday afternoon", edition, html: page(edition, names, "Eight roles played for 104 minutes.", ""),
      file_name: "2027-03-05 Ransomware on a Friday afternoon", forms: FORMS.filter((form) => form !== "csv" || edition !== "management"), lapses: 1, names,
      frozen: this.#frozen[edition] ?? [], addenda: this.#addenda, asks: this.#asks,
    };
  }
}

function page(edition: string, names: boolean, summary: string, objective: string): string {
  const who = names ? "R. Okafor, J. Weiss, A. Duarte" : "Incident Commander, Communications Lead, IT Operations Lead";
  const style = "body{font:15px/1.5 sans-serif;max-width:46em;margin:3em auto;padding:0 1em;color:#1f2328;background:#fff}article{margin:1em 0 20em}";
  return `<!doctype html><html lang="en"><meta charset="utf-8"><title>After-action report</title><style>${style}</style><body><h1>After-action report (${edition})</h1><p>${who}</p><section id="summary"><h2>Executive summary</h2><p>${summary}</p></section><h2>Exercise overview</h2><p>Eight roles played for 104 minutes.</p><section id="objectives"><article class="objective"><h3>1. Contain</h3>${objective}</article><article class="objective"><h3>2. Decide</h3></article></section><h2>Timeline</h2><p>…</p><h2>Improvement plan</h2><p>…</p></body></html>`;
}
