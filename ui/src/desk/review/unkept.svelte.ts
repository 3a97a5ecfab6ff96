// The words of a review that are typed and not kept yet, as the report is asked to show them. They are the drafts of the
// fields themselves, so they are there after a crash too.
import { draft } from "../../kit/drafts.svelte";
import type { ReportWords } from "../../wire/generated/ReportWords";
import type { ReviewView } from "../../wire/generated/ReviewView";

/** The keys of the drafts of these fields. */
export const summaryKey = (exercise: string) => `summary/${exercise}`;
export const analysisKey = (exercise: string, objective: string) => `analysis/${exercise}/${objective}`;

export function unkept(view: ReviewView): ReportWords {
  const objectives: Record<string, string> = {};
  for (const { id } of view.objectives) {
    const text = typed(analysisKey(view.exercise, id));
    if (text !== null) objectives[id] = text;
  }
  return { summary: typed(summaryKey(view.exercise)), objectives, finding: null };
}

function typed(key: string): string | null {
  const kept = draft(key).text;
  if (kept === "") return null;
  try {
    return (JSON.parse(kept) as { text?: string }).text ?? null;
  } catch {
    return null;
  }
}
