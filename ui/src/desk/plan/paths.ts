// How a section's path is written on screen: the title that all sections of a plan stand under says nothing. Pure.

const BETWEEN = " / ";

/** The heading under which every section stands, where there is one. */
export function rootOf(paths: string[]): string {
  const first = paths[0]?.split(BETWEEN)[0] ?? "";
  return paths.length > 1 && paths.every((path) => path === first || path.startsWith(first + BETWEEN)) ? first : "";
}

/** The path without that heading. */
export function shortPath(path: string, root: string): string {
  return root !== "" && path.startsWith(root + BETWEEN) ? path.slice(root.length + BETWEEN.length) : path;
}

/** The path of the section that a section stands in; empty at the top. */
export function parentOf(path: string): string {
  return path.split(BETWEEN).slice(0, -1).join(BETWEEN);
}

/** The first heading of a path alone, for plans that are not at hand. */
export function withoutTitle(path: string): string {
  const parts = path.split(BETWEEN);
  return parts.length > 1 ? parts.slice(1).join(BETWEEN) : path;
}
