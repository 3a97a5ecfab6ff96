// The projector's door with fixtures behind it, for looking at the screen in a browser. Never part of a production bundle.
// `?fake=lobby`, `running`, `paused`, `break`, `blank`, `discussion`, `hot-wash` and `incident` choose a state.
import { useDisplayDoor } from "../display";
import type { DisplayView } from "../generated/DisplayView";
import { CHANNELS, MIN, TABLE } from "./seat-story";
import { clock, table } from "./seat-views";

export function makeDisplayView(kind: string): DisplayView {
  const phase = ({ lobby: "briefing", break: "paused", paused: "paused", "hot-wash": "hot-wash", incident: "paused" } as Record<string, string>)[kind] ?? "running";
  const news = CHANNELS.find((one) => one.id === "news")!;
  const told = CHANNELS.filter((one) => one.to?.length === 0);
  const names: Record<string, string[]> = { ic: ["Amara Okafor"], comms: ["Jonna Weiss"], it: ["Lukas Brandt", "Mei Tanaka"], soc: ["Priya Nair"] };
  return {
    title: "Ransomware on a Friday afternoon",
    handling: "TLP:AMBER",
    origin: kind === "lobby" ? "live" : "bot-assisted",
    phase,
    clock: { ...clock(phase === "briefing" ? 0 : 37 * MIN, phase === "running"), back_at_ms: kind === "break" ? Date.UTC(2027, 4, 14, 14, 45) : null },
    blank: kind === "blank",
    situation: phase === "briefing" ? "" : "Files at Harbour Logistics are encrypted, the terminals stand still, and the press has noticed.",
    current: phase === "briefing" ? null : { subject: "", to: [], attachments: [], options: [], elapsed_ms: 0, story: "", module: null, ...news },
    deadlines: phase === "briefing" ? [] : [
      { id: "statement", title: "Holding statement", source: "plan 6.2", role_title: "Communications Lead", state: "recognised", due_story: "Friday 18:05", due_elapsed_ms: 50 * MIN, limit: "", content: [] },
      { id: "insurer", title: "Insurer", source: "policy", role_title: "Legal Counsel", state: "met", due_story: "Friday 18:00", due_elapsed_ms: null, limit: "", content: [] },
      { id: "dpa", title: "Data protection authority", source: "GDPR 33", role_title: "Privacy Officer", state: "recognised", due_story: "Monday 17:34", due_elapsed_ms: 72 * 60 * MIN, limit: "", content: [] },
    ],
    seats: TABLE.map((role) => ({ title: role.title, names: names[role.id] ?? [], bot: role.id === "legal" && kind !== "lobby", here: role.id in names && role.id !== "soc" })),
    story: kind === "paused" ? [] : told.map((one) => ({ story: one.story ?? "", says: `${one.from}: ${one.subject ?? ""}` })),
    question: kind === "discussion" ? table("discussion").question : null,
    join: kind === "lobby" || kind === "running" ? { url: "https://192.168.178.42:4433", code: "KRN-482", qr_svg: qr(), fingerprint: "9f2c41d07be86a3514c0ee9a55d17b02a8f3316c4d9e70b1825fc6ad93e0714b" } : null,
    real_incident: kind === "incident" ? "A fire alarm in building 2; everybody to the assembly point." : null,
  };
}

export function openFakeDisplay(kind: string): void {
  useDisplayDoor({
    dial(ears) {
      const timer = setTimeout(() => ears.heard(JSON.stringify({ seq: 1, view: makeDisplayView(kind || "running") })), 20);
      return { close: () => clearTimeout(timer) };
    },
  });
}

/** Something that looks like a code; nobody can scan it. */
function qr(): string {
  const cells = Array.from({ length: 25 * 25 }, (_, at) => at).filter((at) => (at * 2654435761) % 7 < 3);
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="-1 -1 27 27"><rect x="-1" y="-1" width="27" height="27" fill="#fff"/>${cells.map((at) => `<rect x="${at % 25}" y="${Math.floor(at / 25)}" width="1" height="1" fill="#000"/>`).join("")}</svg>`;
}
