// The preview of a report in the appearance that this desk was given. The file itself goes with whoever reads it. Pure.

const ASKS = "(prefers-color-scheme: dark)";

/** A page as it reads where somebody chose light or dark; as it is where they go with the system. */
export function inTheme(html: string, theme: string): string {
  if (theme !== "dark" && theme !== "light") return html;
  const answer = theme === "dark" ? "(min-width: 0)" : "(max-width: 0)";
  return html.replaceAll(ASKS, answer).replaceAll("color-scheme: light dark", `color-scheme: ${theme}`);
}
