// What a trainer reads when something went wrong: one entry per problem code, and the build breaks where one is missing.
// The program's own sentence and hint, where it has better ones, go before these.
import type { Problem } from "../wire/generated/Problem";
import type { ProblemCode } from "../wire/generated/ProblemCode";

/** How a kind of problem is told: what happened, what is safe, what to do. */
export interface Telling {
  happened: string;
  safe: string;
  todo: string;
  /** A refusal is calm; a lapse is about a file or a text; a failure is red. */
  tone: "calm" | "file" | "failure";
}

export const PROBLEMS: Record<ProblemCode, Telling> = {
  refused: {
    happened: "That is not possible just now.",
    safe: "Nothing was changed.",
    todo: "",
    tone: "calm",
  },
  "bad-call": {
    happened: "Rockdrill did not find what this was about.",
    safe: "Nothing was changed.",
    todo: "Go back and open it again; it may have changed in the meantime.",
    tone: "calm",
  },
  "file-unreadable": {
    happened: "The file could not be read.",
    safe: "Nothing was changed.",
    todo: "Check that it still exists and that you may open it, then choose it again.",
    tone: "file",
  },
  "file-unwritable": {
    happened: "The file could not be written.",
    safe: "Everything is kept in the programme; only this file is missing.",
    todo: "Choose another folder, or close the file where it is open.",
    tone: "file",
  },
  "file-has-errors": {
    happened: "The file has errors that must be mended first.",
    safe: "Nothing was changed.",
    todo: "Its problems are listed with their lines. Mend them and read the file again.",
    tone: "file",
  },
  "disk-full": {
    happened: "The disk is full.",
    safe: "What was saved before stands; the last entry was not recorded and is still in its field.",
    todo: "Free some space, then press Enter again.",
    tone: "failure",
  },
  "not-saved": {
    happened: "This could not be saved.",
    safe: "What was saved before stands; the last entry was not recorded and is still in its field.",
    todo: "Check the disk or the network folder, then try again.",
    tone: "failure",
  },
  damaged: {
    happened: "The programme file is damaged.",
    safe: "The file was left exactly as it is.",
    todo: "Open your latest backup, and keep this file for somebody who can examine it.",
    tone: "failure",
  },
  foreign: {
    happened: "This file is not a Rockdrill programme.",
    safe: "The file was left exactly as it is.",
    todo: "Programmes end in .rockdrill. Choose another file.",
    tone: "file",
  },
  newer: {
    happened: "This programme was made by a newer Rockdrill.",
    safe: "The file was left exactly as it is.",
    todo: "Install the newer version, then open it again.",
    tone: "file",
  },
  "read-only": {
    happened: "This programme is open for reading only.",
    safe: "Nothing was changed.",
    todo: "Close it where else it is open, or copy it to a folder you may write to.",
    tone: "calm",
  },
  conflict: {
    happened: "The plan has changed since this was proposed.",
    safe: "Neither text was touched.",
    todo: "Compare the three versions and propose it again on the text of today.",
    tone: "calm",
  },
  "needs-passphrase": {
    happened: "The file is encrypted, and this is not its passphrase.",
    safe: "Nothing was changed.",
    todo: "Type the passphrase it was encrypted with.",
    tone: "calm",
  },
  "wrong-code": {
    happened: "The join code is wrong.",
    safe: "Nobody came in.",
    todo: "The code stands on the projector and under “Seats”.",
    tone: "calm",
  },
  "no-seat": {
    happened: "This device has no seat any more.",
    safe: "What it sent before is kept.",
    todo: "Let it join again.",
    tone: "calm",
  },
  "too-much": {
    happened: "That was too much at once.",
    safe: "What was recorded before is safe.",
    todo: "Wait a moment, then try again.",
    tone: "calm",
  },
  "no-door": {
    happened: "The seats’ door could not be opened.",
    safe: "The drill goes on at the desk as before.",
    todo: "Choose another network, or check the certificate’s files; else run the drill from the desk.",
    tone: "file",
  },
  broken: {
    happened: "Something failed inside Rockdrill.",
    safe: "What was saved is safe and has been read again from the disk.",
    todo: "Try once more. If it happens again, restart Rockdrill; nothing saved is lost.",
    tone: "failure",
  },
};

/** A problem as it stands on screen. */
export interface Told extends Telling {
  detail: string | null;
}

export function tell(problem: Problem): Told {
  const telling = PROBLEMS[problem.code];
  return {
    ...telling,
    happened: problem.says.trim() || telling.happened,
    todo: problem.hint?.trim() || telling.todo,
    detail: problem.detail,
  };
}
