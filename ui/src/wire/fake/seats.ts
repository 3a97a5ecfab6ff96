// The seats' door as fixtures: closed with two networks to choose from, then open with people at it.
import type { DeskCall } from "../generated/DeskCall";
import type { DeviceRow } from "../generated/DeviceRow";
import type { DoorView } from "../generated/DoorView";

const QR =
  "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 29 29' shape-rendering='crispEdges'><path fill='#000' d='M0 0h7v7h-7zM2 2v3h3v-3zM22 0h7v7h-7zM24 2v3h3v-3zM0 22h7v7h-7zM2 24v3h3v-3zM10 2h2v2h-2zM14 5h3v2h-3zM9 10h4v3h-4zM16 9h2v5h-2zM20 12h6v2h-6zM4 13h3v2h-3zM11 17h3v4h-3zM18 19h5v3h-5zM12 25h6v2h-6zM24 24h3v3h-3z'/></svg>";

let open = false;
let blank = false;
let invited: string | null = null;
const gone = new Set<string>();

const device = (seat: string, name: string, roles: string[], person: string | null, connected: boolean, kind = "player"): DeviceRow => ({
  seat, kind, roles, name, person, connected, joined_at_ms: Date.now() - 600_000, seen_at_ms: Date.now(), address: `192.168.8.${20 + seat.length}`, left: gone.has(seat),
});

export function doorAfter(call: DeskCall, kind: string): DoorView {
  if (call.call === "open_door") open = true;
  if (call.call === "close_door") open = false;
  if (call.call === "blank_display") blank = call.args.blank;
  if (call.call === "send_out") gone.add(call.args.seat);
  invited = call.call === "invite_to_seat" ? "https://192.168.8.14:4433/i#Zk3vT9pQw2LxN7cR" : null;
  const isOpen = open || kind === "door";
  return {
    exercise: "01JDRILL",
    open: isOpen,
    networks: [
      { name: "wlan0", address: "192.168.8.14", loopback: false },
      { name: "eth0", address: "10.20.0.8", loopback: false },
      { name: "lo", address: "127.0.0.1", loopback: true },
    ],
    protection: isOpen ? "generated-certificate" : null,
    join: isOpen
      ? { url: "https://192.168.8.14:4433", code: "K7M 4QX", qr_svg: QR, fingerprint: "6C:1E:44:90:AB:7F:02:D8:3A:51:9C:EE:10:45:B7:68:2F:93:0D:71:C4:5A:88:1B:E2:37:64:F9:0A:BC:5D:20" }
      : null,
    display_url: isOpen ? "https://192.168.8.14:4433/display?token=q8Yc2n" : null,
    blank,
    devices: isOpen
      ? [device("s1", "R. Okafor", ["Incident Commander"], "P-ic", true), device("s22", "Jonas", ["Communications Lead", "Press desk"], null, true), device("s333", "M. Arends", [], "P-eval", false, "evaluator")]
      : [],
    invitations: isOpen ? [{ id: "h1", kind: "evaluator", roles: [], name: "M. Arends", used: true, revoked: false }] : [],
    invitation_url: invited,
    reached_at_ms: isOpen ? Date.now() - 60_000 : null,
    wrong_codes: isOpen ? 1 : 0,
    at_ms: Date.now(),
  };
}
