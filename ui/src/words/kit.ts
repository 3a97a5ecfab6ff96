// What the shared parts of the pages say by themselves. Apart from the words of the desk, so that a page which only takes
// a clock and a button does not carry the rest.

export const KIT = {
  marking: "EXERCISE",
  cancel: "Cancel",
  close: "Close",
  dismiss: "Dismiss",
  detail: "Technical detail",
  exerciseClock: "Exercise clock",
  story: (story: string) => `story: ${story}`,
  bar: (value: string, target: string, over: boolean) =>
    over ? `${value}, late: the target is ${target}` : `${value} of ${target}`,
  palette: {
    title: "Commands",
    find: "Find a command",
    none: "No command has these words.",
    off: (why: string) => `not now: ${why}`,
  },
  keyList: {
    title: "Keys",
    says: "Single keys act anywhere except while you type in a field.",
    off: "Single keys are turned off in the settings. Ctrl+K still opens the commands.",
  },
} as const;
