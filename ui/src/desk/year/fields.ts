// The values of a form by the names of its fields. Pure.
export type Fields = Record<string, string>;

/** Yes or no as a form keeps it. */
export const yes = (is: boolean | undefined) => (is ? "yes" : "");
