// The programme file, a check and a pack from elsewhere, made up. A file whose name ends in .age asks for its passphrase once.
import type { DeskCall } from "../generated/DeskCall";
import type { FilesView } from "../generated/FilesView";
import type { MergeView } from "../generated/MergeView";
import type { Problem } from "../generated/Problem";
import type { ProvenView } from "../generated/ProvenView";

const HEX = "9f1c3a77e05b42d8a6610c94be27f3d5b8e1407a2c69d3f51e84ab90c7d26e13";

let key = false;

export function filesAfter(call: DeskCall, kind: string): FilesView {
  if (call.call === "make_key") key = true;
  const fresh = kind === "empty";
  return {
    programme: "Harbour Logistics 2027",
    path: "/home/ines/Documents/Rockdrill/Harbour Logistics 2027.rockdrill",
    bytes: 4_812_800,
    read_only: null,
    others_can_read: kind === "shared",
    backed_up_at: fresh ? null : Date.UTC(2027, 1, 18, 9),
    opened: fresh
      ? []
      : [
          { programme: "Harbour Shipping (subsidiary)", path: "/home/ines/Documents/Rockdrill/Harbour Shipping.rockdrill", at: Date.UTC(2027, 1, 2), there: true },
          { programme: "Sample: Harbour Logistics", path: "/home/ines/.local/share/rockdrill/sample.rockdrill", at: Date.UTC(2026, 10, 20), there: false },
        ],
    key: key || !fresh ? { fingerprint: HEX, pem: "-----BEGIN PUBLIC KEY-----\n…\n-----END PUBLIC KEY-----\n" } : null,
    key_trouble: null,
    known: call.call === "know_key" ? [{ fingerprint: call.args.fingerprint, name: call.args.name }] : [],
  };
}

export function provenOf(call: DeskCall): ProvenView {
  const args = call.call === "back_up" || call.call === "restore" || call.call === "verify_file" ? call.args : null;
  const path = args?.path ?? "";
  const from = call.call === "restore" ? call.args.backup : path;
  if (call.call !== "back_up" && /\.age$/.test(from) && !args?.passphrase) {
    throw { code: "needs-passphrase", says: "This file is encrypted. Type the passphrase it was encrypted with.", hint: null, detail: null } satisfies Problem;
  }
  return {
    path,
    encrypted: /\.age$/.test(from),
    marking: "",
    holds: "Every seal holds: 4812 records, 61 documents.",
    ends: [
      { stream: "exercise/01JB2M8Q4R9T", records: 412, seal: HEX },
      { stream: "programme", records: 218, seal: HEX.split("").reverse().join("") },
    ],
    proven: ["Every record follows the one before it and bears its seal.", "Every document that a record names is there, and is the one that was named."],
    open: [
      "That nothing was cut off at the end of a stream, or all of it written anew: compare the last seals with ones that were kept elsewhere, on a report or in a pack.",
      "The clock: the times are those of the computer that kept the record.",
      "Custody before sealing: that people did and said what was entered, and when.",
    ],
  };
}

export function mergeOf(call: DeskCall): MergeView {
  const pack = call.call === "merge" || call.call === "see_merge" ? call.args.pack : "";
  return {
    path: pack,
    exercise: "01JB",
    title: "A supplier's stolen token",
    origin: "live",
    begun_at: Date.UTC(2027, 1, 24, 9),
    records: 388,
    new_records: 388,
    new_actions: ["Keep the supplier's night number on the card of the duty manager", "Try the second way to turn a token off once a quarter"],
    taken: call.call === "merge",
    checked: provenOf({ call: "verify_file", args: { path: pack, passphrase: "made up" } }),
  };
}
