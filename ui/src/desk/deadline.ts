// Where a deadline comes from and whose it is, as every list of deadlines says it. Pure.
import type { DeadlineRow } from "../wire/generated/DeadlineRow";

/** The source and the role, the role only where the source does not name it already ("Plan, Role: Privacy Officer"). */
export function origins({ source, role_title }: Pick<DeadlineRow, "source" | "role_title">): string[] {
  const named = source.toLowerCase().includes(role_title.toLowerCase());
  return [source, named ? "" : role_title].filter((one) => one !== "");
}
