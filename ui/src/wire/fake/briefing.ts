// A briefing that gives roles to people by rough rules, so that the screen can be worked with. Development and tests only.
import type { BriefingView } from "../generated/BriefingView";
import type { DeskOrder } from "../generated/DeskOrder";
import { briefing } from "./views";

export class FakeBriefing {
  view: BriefingView;

  constructor(kind = "") {
    this.view = briefing();
    if (kind === "empty") {
      this.view.people = [];
      for (const role of this.view.roles) role.holders = [];
    }
    this.#tell();
  }

  order(given: DeskOrder): BriefingView {
    const role = "role" in given ? this.view.roles.find((one) => one.id === given.role) : undefined;
    switch (given.order) {
      case "assign": {
        if (!role) break;
        if (given.person === null) role.holders = [{ person: null, name: "bot", standing: "bot", presence: "" }];
        else {
          const name = this.view.people.find((one) => one.id === given.person)?.name ?? "";
          role.holders = role.holders.filter((one) => one.standing !== "bot" && one.person !== given.person);
          if (given.standing === "primary") for (const one of role.holders) one.standing = "alternate";
          const holder = { person: given.person, name, standing: given.standing, presence: "" };
          role.holders = given.standing === "primary" ? [holder, ...role.holders] : [...role.holders, holder];
        }
        break;
      }
      case "vacate":
        if (role) role.holders = role.holders.filter((one) => one.person !== given.person);
        break;
      case "attend":
        for (const one of this.view.roles.flatMap((any) => any.holders)) {
          if (one.person === given.person) one.presence = given.presence;
        }
        break;
      default:
        break;
    }
    return this.#tell();
  }

  keepPerson(name: string, unit: string, contact: string): void {
    this.view.people.push({ id: `N${this.view.people.length}`, name, unit, contact, erased: false, drills: 0 });
    this.view = structuredClone(this.view);
  }

  setVariables(values: Partial<Record<string, string>>): BriefingView {
    for (const one of this.view.variables) one.value = values[one.name] ?? one.value;
    for (const { id, now } of this.view.assets) {
      now.name = values[`asset.${id}.name`] ?? now.name;
      now.data = values[`asset.${id}.data`] ?? now.data;
      now.owner = values[`asset.${id}.owner`] ?? now.owner;
    }
    return this.#tell();
  }

  setGiven(packs: string[], again: string[]): BriefingView {
    for (const one of this.view.clocks) one.on = packs.includes(one.pack);
    for (const one of this.view.again) one.on = again.includes(one.key);
    return this.#tell();
  }

  editPack(pack: string): BriefingView {
    for (const one of this.view.clocks) if (one.pack === pack) one.own = `/home/trainer/.local/share/rockdrill/packs/${pack}.yaml`;
    return this.#tell();
  }

  #tell(): BriefingView {
    const { view } = this;
    const filled = (id: string) => view.roles.find((role) => role.id === id)?.holders ?? [];
    const unsettled = view.roles.filter((role) => role.holders.length === 0);
    const alone = view.roles.filter((role) => filled(role.id).some((one) => one.person) && filled(role.id).length === 1);
    view.gaps = [
      ...unsettled.map((role) => ({ kind: "nobody", says: `${role.title}: nobody plays this role.`, role: role.id, blocks: true })),
      ...view.roles.filter((role) => role.plan_role === null).map((role) => ({ kind: "no-plan-role", says: `${role.title}: the plan has no role “${role.wants_plan_role}”.`, role: role.id, blocks: false })),
      ...alone.map((role) => ({ kind: "no-alternate", says: `${role.title}: no alternate is named.`, role: role.id, blocks: false })),
      { kind: "plan-role-unused", says: "The plan's Executive on call has no part in this drill.", role: null, blocks: false },
    ];
    view.can_start = unsettled.length === 0;
    return structuredClone(view);
  }
}

