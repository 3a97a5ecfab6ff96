// Where a record leads, by its name `stream#number`. Not here: what stands in it.
import { writeRoute } from "../shell-route";

/** The address of the drill or plan that a record belongs to; none for a record of the programme itself. */
export function leadOf(record: string): string | null {
  const [stream = ""] = record.split("#");
  const [kind, id] = stream.split("/");
  if (!id) return null;
  if (kind === "exercise") return writeRoute({ screen: "review", id });
  return kind === "plan" ? writeRoute({ screen: "plan", id }) : null;
}
