// What is proposed again must be the same kind of change, so that nobody has to rebuild it.
import { expect, test } from "vitest";
import type { AmendmentCall } from "../../wire/generated/AmendmentCall";
import type { AmendmentRow } from "../../wire/generated/AmendmentRow";
import { onceMore } from "./again";

function check(op: string, section: string, ours: string, find: string, expected: AmendmentCall) {
  const row: AmendmentRow = {
    seq: 7, section, op, before: "", after: "", because: "", finding: null, state: "conflict", by: "", reason: "", moved_from: null, revision: null, approved_by: "",
    conflict: { base: "", theirs: "", find, ours, says: "" },
  };
  expect(onceMore(row), `a change of the kind ${op}`).toEqual(expected);
}

test("a change is proposed again as the kind that it was", () => {
  const section = "Plan / Roles";
  check("insert", section, "Call first.", "", { op: "insert", section, text: "Call first." });
  check("append_item", section, "Call first.", "", { op: "append_item", section, text: "Call first." });
  check("replace", section, "Call first.", "Write first.", { op: "replace", section, find: "Write first.", text: "Call first." });
  check("new_section", "Plan / Roles / Gate", "Gate\n\nCall first.", "", { op: "new_section", parent: section, title: "Gate", text: "Call first." });
});
