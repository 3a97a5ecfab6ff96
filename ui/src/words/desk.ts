// What the desk says outside a drill: the shell, Home, the Library, and what every screen shares. One place for these
// strings; each further screen has a file of its own beside this one, and what the shared parts say is in `kit.ts`.
import { KIT } from "./kit";

const count = (number: number, one: string, many: string) => `${number} ${number === 1 ? one : many}`;

export const WORDS = {
  cancel: KIT.cancel,
  close: KIT.close,
  count,

  skip: "Go to the content",
  rail: "Screens",
  steps: "Steps of the drill",
  home: "Home",
  library: "Library",
  briefing: "Briefing",
  conduct: "Conduct",
  review: "Review",
  report: "Report",
  plan: "Plan",
  people: "People",
  year: "Year",
  commands: "Commands",
  keys: "Keys",
  settings: "Settings",
  saved: "Saved",
  sample: "Sample programme",
  readOnly: "Reading only",
  working: "Working",

  groups: { go: "Go to", drill: "Drill", inject: "Injects", capture: "Capture", people: "People", desk: "Desk" },

  settingsBox: {
    title: "Settings of this computer",
    theme: "Appearance",
    themes: { system: "As the system", light: "Light", dark: "Dark" },
    singleKeys: "Single keys act (N delivers, Space pauses, …)",
    organisation: "Organisation on reports",
    trainer: "Your name, offered where a name is asked for",
    keep: "Keep",
  },

  loading: { home: "Opening the programme", library: "Reading the scenarios", scenario: "Reading the scenario" },

  homePage: {
    next: "Next",
    go: {
      library: "Choose a scenario",
      briefing: "Go on with the briefing",
      conduct: "Go to the drill",
      review: "Go on with the review",
      report: "Read the report",
      plan: "Open the plan",
      people: "Open the people",
      home: "Stay here",
    } as Record<string, string>,
    drills: "Drills",
    plans: "Plans",
    actions: "Open actions",
    openProgramme: "Open another programme…",
    newProgramme: "New programme…",
    file: "Backups, packs, keys…",
    programmeMenu: "Programme",
    importPlan: "Bring in a plan…",
    noDrills: {
      title: "No drill yet",
      says: "A drill takes a scenario from the Library, roles from your plan, and people. Fifteen minutes are enough for a first one.",
    },
    noPlans: {
      title: "No plan yet",
      says: "Bring in your incident response plan, in Word or Markdown. Its roles, time limits and sections are what a drill tests, and the lessons go back into it.",
    },
    noActions: {
      title: "Nothing open",
      says: "Corrective actions from reviews stand here until they are done, the one that is due first on top.",
    },
    cutOff: "cut off; nothing lost",
    decisions: (n: number) => count(n, "decision", "decisions"),
    due: (date: string) => `due ${date}`,
    noDue: "no date yet",
    revision: (revision: string) => `revision ${revision}`,
    owner: (owner: string) => `owner ${owner}`,
    sections: (n: number) => count(n, "section", "sections"),
    roles: (n: number) => count(n, "role", "roles"),
    proposals: (n: number) => `${count(n, "amendment waits", "amendments wait")} for an answer`,
    draft: "a draft waits for approval",
    sampleSays:
      "This is a ready sample to try things out. Its drills are marked DEMO. For your own, make a new programme.",
    readOnlySays: (why: string) => `This programme can only be read: ${why}`,
    phases: {
      briefing: "briefing",
      running: "running",
      paused: "paused",
      "hot-wash": "hot wash",
      review: "review",
      closed: "closed",
    } as Record<string, string>,
    how: {
      completed: "completed",
      aborted: "broken off",
      void: "void",
      "real-incident": "stopped for a real incident",
    } as Record<string, string>,
  },

  libraryPage: {
    title: "Library",
    says: "Each scenario is one drill to play. Choose one to see its list of injects and to brief it.",
    import: "Bring in a scenario…",
    drop: "or drop a file on the window",
    folder: (folder: string) => `Your own scenarios are kept in ${folder}`,
    shipped: "ready to play",
    own: "your own",
    played: (n: number) => (n === 0 ? "not played yet" : n === 1 ? "played once" : `played ${n} times`),
    injects: (n: number) => count(n, "inject", "injects"),
    roles: (n: number) => count(n, "role", "roles"),
    deadlines: (n: number) => count(n, "deadline", "deadlines"),
    objectives: "Tests",
    threat: "Threat",
    rolesTitle: "Roles",
    techniques: "ATT&CK",
    errors: (n: number) => count(n, "error", "errors"),
    warnings: (n: number) => count(n, "warning", "warnings"),
    problems: "Problems of the file",
    problemsSay: (errors: number) =>
      errors > 0
        ? "The errors must be mended before this scenario can be briefed."
        : "It can be played as it is; these are worth a look.",
    line: (line: number, column: number) => `line ${line}, column ${column}`,
    error: "error",
    warning: "warning",
    msel: "List of injects",
    mselSays: "White cell: players must not see this before the drill.",
    everyone: "everyone",
    contingency: "held back",
    expected: (n: number) => count(n, "expected action", "expected actions"),
    options: (n: number) => count(n, "option", "options"),
    brief: "Brief this drill",
    planChoice: "Plan that it tests",
    noPlan: "No plan",
    noPlanSays: "Without a plan, roles and time limits come from the scenario alone.",
    back: "All scenarios",
    none: {
      title: "No scenario here",
      says: "Bring in a scenario file (YAML). What is wrong with it is shown at its line, and nothing is lost.",
    },
    find: "Find a scenario",
    briefing: "Setting up the drill",
    importing: "Reading the scenario file",
  },

  files: {
    scenario: "Scenario",
    plan: "Incident response plan",
    programme: "Rockdrill programme",
    chooseScenario: "Choose a scenario file",
    choosePlan: "Choose a plan",
    choosePlanFolder: "Choose the folder of the plan",
    chooseProgramme: "Open a programme",
    nameProgramme: "Name the new programme",
    newName: "programme.rockdrill",
    unknown: (name: string) =>
      `Rockdrill does not know what to do with ${name}. Scenarios end in .yaml or .json, plans in .md or .docx, programmes in .rockdrill.`,
  },
} as const;

/** How long a scenario's difficulty and a word list value reads. */
export function sentence(word: string): string {
  const spaced = word.replaceAll("-", " ").replaceAll("_", " ");
  return spaced.charAt(0).toUpperCase() + spaced.slice(1);
}

/** How a channel is named to people. */
export const CHANNELS: Record<string, string> = {
  email: "mail",
  chat: "chat",
  phone: "phone",
  siem: "SIEM",
  news: "news",
  social: "social",
  document: "document",
  verbal: "verbal",
  regulator: "regulator",
};

export function channelWord(channel: string): string {
  return CHANNELS[channel] ?? channel;
}
