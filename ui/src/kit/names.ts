// How things are named on screen. Pure.

/** The name of a file alone, whatever folder it lies in: `handouts/console-log.txt` is `console-log.txt` to people. */
export function fileName(path: string): string {
  return path.replace(/^.*[\\/]/, "");
}
