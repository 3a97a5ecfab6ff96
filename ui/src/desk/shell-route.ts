// Where in the desk somebody is, as the part of the address after `#`. Pure: reading and writing the address only.

/** The screens of one drill, in the order in which they are worked through. */
export const STEPS = ["briefing", "conduct", "review", "report"] as const;
export type Step = (typeof STEPS)[number];

export type Route =
  | { screen: "home" }
  | { screen: "library"; id: string | null }
  | { screen: Step; id: string }
  | { screen: "plan"; id: string | null }
  | { screen: "people"; id: string | null }
  | { screen: "calendar" }
  | { screen: "year" }
  | { screen: "programme" }
  | { screen: "improvement"; id: string | null }
  | { screen: "evidence"; id: string | null }
  | { screen: "registers"; id: string | null };

export function readRoute(hash: string): Route {
  const [screen = "", raw] = hash.replace(/^#?\/?/, "").split("/");
  const id = raw ? decodeURIComponent(raw) : null;
  if (screen === "library" || screen === "plan") return { screen, id };
  if (screen === "people" || screen === "improvement" || screen === "evidence" || screen === "registers") return { screen, id };
  if (screen === "calendar" || screen === "year" || screen === "programme") return { screen };
  const step = STEPS.find((one) => one === screen);
  return step && id ? { screen: step, id } : { screen: "home" };
}

export function writeRoute(route: Route): string {
  const id = "id" in route && route.id ? `/${encodeURIComponent(route.id)}` : "";
  return `#/${route.screen}${id}`;
}

/** The route that a screen's name and an id mean, as Home's next step gives them. */
export function routeTo(screen: string, id: string | null): Route {
  return readRoute(id === null ? `#/${screen}` : `#/${screen}/${encodeURIComponent(id)}`);
}

/** The screen that belongs to the phase of a drill. */
export function stepOf(phase: string): Step {
  if (phase === "briefing") return "briefing";
  if (phase === "review") return "review";
  return phase === "closed" ? "report" : "conduct";
}

/** True for a screen of one drill. */
export function isStep(route: Route): route is { screen: Step; id: string } {
  return STEPS.some((one) => one === route.screen);
}
