// An empty finding, and one that begins with what somebody said. Pure.
import type { FindingView } from "../../wire/generated/FindingView";
import type { NoteRow } from "../../wire/generated/NoteRow";

export function blankFinding(): FindingView {
  return {
    kind: "improvement", source: "hand", title: "", observation: "", root_cause: "", impact: "", critical: false,
    objective: null, action: null, inject: null, role: null, section: null, evidence: [], key: "",
  };
}

/** A finding that begins with a note or with something said in the hot wash, which is its evidence. */
export function findingFrom(note: NoteRow): FindingView {
  const kind = note.tone === "strength" ? "strength" : "improvement";
  return {
    ...blankFinding(), kind, observation: note.says, critical: note.critical, objective: note.objective, inject: note.inject,
    evidence: [note.seq],
  };
}
