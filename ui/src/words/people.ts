// What the list of people says, and what is said of a person wherever one is chosen.
const count = (number: number, one: string, many: string) => `${number} ${number === 1 ? one : many}`;

export const PEOPLE = {
  title: "People",
  says: "Everybody who may play a role. Names stand only here: a drill's records carry a number, so a person can be erased and the records hold.",
  loading: "Reading the people",
  saving: "Saving the person",
  find: "Find a person",
  add: "Add a person",
  addFirst: "Add the first person",
  edit: "Edit",
  erase: "Erase…",
  up: "Previous person",
  down: "Next person",
  name: "Name",
  unit: "Function or unit",
  contact: "How to reach them",
  contactHint: "Optional. It stays in this programme and appears in no report.",
  drills: (n: number) => (n === 0 ? "no drill yet" : count(n, "drill", "drills")),
  number: (n: number) => count(n, "person", "people"),
  erased: "Name erased",
  erasedSays: (n: number) => `${count(n, "person", "people")} erased. Their records stay, without a name.`,
  nobodyFound: (words: string) => `Nobody here is called “${words}”.`,
  keep: "Keep",
  addTitle: "Add a person",
  editTitle: (name: string) => `Edit ${name}`,
  eraseTitle: (name: string) => `Erase ${name}?`,
  eraseSays: (name: string, drills: number) =>
    drills === 0
      ? `The name and the way to reach ${name} are removed from this programme and cannot be brought back.`
      : `The name and the way to reach ${name} are removed from this programme and cannot be brought back. What was recorded in ${count(drills, "drill", "drills")} stays, and reads “name erased”.`,
  eraseDoes: (name: string) => `Erase ${name}`,
  none: {
    title: "Nobody yet",
    says: "Add the people who hold a role in your plan, and their alternates. A name is enough; you can also add people while you brief a drill.",
  },
} as const;
