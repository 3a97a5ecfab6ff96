// What somebody at a seat reads when something went wrong: one sentence per problem code, and the build breaks where one
// is missing. The program's own sentence and hint, where it has better ones, go before these.
import type { Problem } from "../wire/generated/Problem";
import type { ProblemCode } from "../wire/generated/ProblemCode";

const TRAINER = "Tell the trainer; what you typed is still here.";

const SAYS: Record<ProblemCode, readonly [says: string, todo: string]> = {
  refused: ["That is not possible just now.", ""],
  "bad-call": ["That no longer fits the drill.", "Close this and look at the list again."],
  "file-unreadable": ["The drill’s computer could not read a file.", TRAINER],
  "file-unwritable": ["The drill’s computer could not write a file.", TRAINER],
  "file-has-errors": ["A file of the drill has errors.", TRAINER],
  "disk-full": ["The drill’s computer could not keep this: its disk is full.", TRAINER],
  "not-saved": ["The drill’s computer could not keep this.", TRAINER],
  damaged: ["The drill’s file is damaged.", TRAINER],
  foreign: ["The drill’s file is of another kind.", TRAINER],
  newer: ["The drill’s file is of a newer version.", TRAINER],
  "read-only": ["The drill is open for reading only.", TRAINER],
  conflict: ["The plan has changed meanwhile.", TRAINER],
  "needs-passphrase": ["That is not possible here.", ""],
  "wrong-code": ["This join code is not right.", "Read it again from the display; the trainer can renew it."],
  "no-seat": ["This device has no seat any more.", "Take a seat again, or ask the trainer."],
  "too-much": ["That was too much at once.", "Wait a moment, then try again."],
  "no-door": ["The drill takes nobody in just now.", "Ask the trainer."],
  broken: ["Something failed on the drill’s computer.", "What was kept is safe. Try once more."],
};

/** A problem as it stands at a seat. */
export function tellSeat(problem: Problem): { says: string; todo: string } {
  const [says, todo] = SAYS[problem.code] ?? SAYS.broken;
  return { says: problem.says.trim() || says, todo: problem.hint?.trim() || todo };
}
