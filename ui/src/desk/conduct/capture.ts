// What a trainer types into the capture bar, read as role, verb, option and text. Pure. The signs stand at the beginning,
// in any order, and are taken out of the text as soon as they are complete:
//   @com  the role whose title or initials begin so     ?  asks     !  dissents     #  note     :2  the second option
export type Verb = "decides" | "asks" | "notes" | "dissents";

export interface RoleChoice {
  id: string;
  title: string;
}
export interface OptionChoice {
  id: string;
  label: string;
}

export interface Captured {
  role: string | null;
  verb: Verb | null;
  option: string | null;
  /** What is left once the signs are taken out. */
  text: string;
}

const SIGNS: Record<string, Verb> = { "?": "asks", "!": "dissents", "#": "notes" };

/** Reads the signs that are complete. A role is complete at the space after it, so that it can still be typed. */
export function readCapture(typed: string, roles: RoleChoice[], options: OptionChoice[]): Captured {
  const read: Captured = { role: null, verb: null, option: null, text: typed.trimStart() };
  for (;;) {
    const { text } = read;
    const verb = SIGNS[text.charAt(0)];
    const role = /^@(\S+)\s/.exec(text);
    const option = /^:(?:(\d)|(\S+)\s)/.exec(text);
    const found = role && rolesLike(role[1] ?? "", roles)[0];
    const chosen = option && optionLike(option[1] ?? option[2] ?? "", options);
    if (verb) read.verb = verb;
    else if (found) read.role = found.id;
    else if (chosen) read.option = chosen.id;
    else return read;
    read.text = text.slice(verb ? 1 : (role ?? option)?.[0].length).trimStart();
  }
}

/** The role that is being typed, `com` in `@com`; null where none is. */
export function roleBeingTyped(typed: string): string | null {
  return /^\s*@(\S*)$/.exec(typed)?.[1] ?? null;
}

/** Roles whose initials, title words or id begin with these letters, the closest first. */
export function rolesLike(letters: string, roles: RoleChoice[]): RoleChoice[] {
  const wanted = letters.toLowerCase();
  const closeness = ({ id, title }: RoleChoice): number => {
    const words = title.toLowerCase().split(/\s+/);
    const initials = words.map((word) => word.charAt(0)).join("");
    if (wanted === id.toLowerCase() || wanted === initials) return 4;
    if (title.toLowerCase().startsWith(wanted)) return 3;
    if (words.some((word) => word.startsWith(wanted))) return 2;
    return initials.startsWith(wanted) || id.toLowerCase().startsWith(wanted) ? 1 : 0;
  };
  return roles
    .map((role) => ({ role, close: closeness(role) }))
    .filter(({ close }) => close > 0)
    .sort((a, b) => b.close - a.close)
    .map(({ role }) => role);
}

/** What the role that is offered follows from. */
export interface Offer {
  roles: RoleChoice[];
  /** The role that somebody chose for this record. */
  chosen: string | null;
  /** Titles of the roles that the inject asks; none where it goes to everyone. */
  asked: string[];
  /** Roles that have answered it already. */
  answered: ReadonlySet<string>;
  /** Titles of the roles that may decide the chosen option; none where everybody may. */
  authority: string[];
  /** The role of the last record. */
  last: string | null;
}

/** The role that is offered: the one that was chosen, else one that may decide the chosen option, else one that is asked
 * and has not answered, else the one that spoke last. */
export function offeredRole({ roles, chosen, asked, answered, authority, last }: Offer): string {
  if (chosen !== null) return chosen;
  const may = roles.filter(({ title }) => authority.length === 0 || authority.includes(title));
  const fit = may.length > 0 ? may : roles;
  const mayAndAsked = fit.filter(({ title }) => asked.includes(title));
  const found =
    mayAndAsked.find(({ id }) => !answered.has(id)) ?? fit.find(({ id }) => id === last) ?? mayAndAsked[0] ?? fit[0];
  return found?.id ?? "";
}

function optionLike(sign: string, options: OptionChoice[]): OptionChoice | null {
  if (/^\d$/.test(sign)) return options[Number(sign) - 1] ?? null;
  const wanted = sign.toLowerCase();
  return options.find((one) => one.label.toLowerCase().startsWith(wanted) || one.id.startsWith(wanted)) ?? null;
}
