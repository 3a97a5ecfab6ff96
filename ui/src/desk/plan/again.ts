// An amendment that no longer fits, as a change to begin with once more: of the same kind, in the same place, with the
// same wording. Pure.
import type { AmendmentCall } from "../../wire/generated/AmendmentCall";
import type { AmendmentRow } from "../../wire/generated/AmendmentRow";
import { parentOf } from "./paths";

export function onceMore(row: AmendmentRow): AmendmentCall {
  const text = row.conflict?.ours ?? row.after;
  switch (row.op) {
    case "new_section": {
      const title = row.section.split(" / ").at(-1) ?? "";
      // What it wanted begins with its heading.
      const body = text.startsWith(`${title}\n`) ? text.slice(title.length).trimStart() : text;
      return { op: "new_section", parent: parentOf(row.section), title, text: body };
    }
    case "append_item":
      return { op: "append_item", section: row.section, text };
    case "replace":
      return { op: "replace", section: row.section, find: row.conflict?.find ?? "", text };
    default:
      return { op: "insert", section: row.section, text };
  }
}
