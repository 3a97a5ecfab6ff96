// What an entry of a register is about, and the fields that its form begins with. Not here: how a form looks.
import type { RegistersView } from "../../wire/generated/RegistersView";
import { yes, type Fields } from "./fields";

/** The entry that is asked for: a new one where no id is given. */
export interface Asked {
  what: "incident" | "asset" | "document" | "account" | "approved" | "acknowledged" | "step" | "unit" | "priorities";
  id: string | null;
  /** The step of an account. */
  step?: string;
}

/** The fields of a form as they stand now; yes and no are written `yes` and nothing. */
export function fieldsOf(asked: Asked | null, view: RegistersView, trainer: string): Fields {
  const id = asked?.id;
  switch (asked?.what) {
    case "incident": {
      const old = view.incidents.find((one) => one.id === id);
      return {
        incident: old?.id ?? "", title: old?.title ?? "", unit: old?.unit ?? "", kind: old?.kind ?? "", found_by: old?.found_by ?? "unknown", serious: yes(old?.serious),
        near: yes(old?.near), continuity: yes(old?.continuity), opened: old?.opened ?? view.as_of, closed: old?.closed ?? "", reviewed: old?.reviewed ?? "", key: old?.key ?? "",
      };
    }
    case "asset": {
      const old = view.assets.find((one) => one.id === id);
      return { name: old?.name ?? "", categories: old?.categories.join(", ") ?? "", owner: old?.owner ?? "", unit: old?.unit ?? "" };
    }
    case "document": {
      const old = view.documents.find((one) => one.id === id);
      return {
        kind: old?.kind ?? "other", title: old?.title ?? "", unit: old?.unit ?? "", parent: old?.parent ?? "", owner: old?.owner ?? "", dated: old?.dated ?? view.as_of, review: old?.review ?? "",
      };
    }
    case "account":
      return { account: "", person: view.people[0]?.label ?? "", role: "", system: "", hours: "8" };
    case "approved":
      return { capacity: "leadership", by: trainer, on: view.as_of };
    case "acknowledged":
      return { person: view.documents.find((one) => one.id === id)?.missing[0]?.label ?? "" };
    case "step":
      return { by: trainer };
    case "unit": {
      const old = view.business_units.find((one) => one.unit === id);
      const regimes = Object.fromEntries((old?.regimes ?? []).map((one) => [`regime/${one}`, "yes"]));
      return { unit: old?.unit ?? "", in_scope: yes(old?.in_scope ?? true), owner: old?.owner ?? "", confirmed_by: old?.confirmed_by ?? "", confirmed_on: old?.confirmed_on || view.as_of, ...regimes };
    }
    case "priorities":
      return { services: view.business_units.find((one) => one.unit === id)?.priorities.join("\n") ?? "", by: trainer, on: view.as_of };
    case undefined:
      return {};
  }
}

/** The fields that must not be empty. */
export const NEEDED: Record<Asked["what"], readonly string[]> = {
  incident: ["incident", "title", "opened"],
  asset: ["name"],
  document: ["title", "dated"],
  account: ["account", "person", "system", "hours"],
  approved: ["by", "on"],
  acknowledged: ["person"],
  step: ["by"],
  unit: ["unit"],
  priorities: ["services", "by", "on"],
};
