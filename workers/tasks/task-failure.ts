import { randomBytes } from "node:crypto";
import type { TaskFailure } from "@/db/commands/tasks/settle-task";
import { ApiError } from "@/lib/errors";
import { issueOfError } from "../sync/run/issue-of-error";

export type Side = "source" | "psa";

/** Why a task failed, as an issue of the catalogue. What nobody foresaw gets a reference that the log has too. */
export function taskFailureOf(error: unknown, side: Side): TaskFailure {
  if (error instanceof ApiError) {
    const { code, facts } = issueOfError(error, side);
    return { code, facts };
  }
  return { code: "unexpected", facts: { reference: randomBytes(4).toString("hex") } };
}
