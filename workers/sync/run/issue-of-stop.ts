import { ApiError } from "@/lib/errors";
import { service as prism } from "@/workers/connectors/prism/errors";
import type { ActiveRun } from "./engine";
import { issueOfError } from "./issue-of-error";
import { type DraftIssue, referenceOf } from "./item-draft";
import { RunProblem } from "./run-problem";

/** Why a run was stopped, as an issue of the run; what nobody foresaw is logged under its reference. */
export function issueOfStop(
  { engine, context }: Pick<ActiveRun, "engine" | "context">,
  error: unknown,
): DraftIssue {
  if (error instanceof RunProblem) return error.issue;
  if (error instanceof ApiError) return issueOfApiError(error);
  const reference = referenceOf(context.run.id, "run", "unexpected");
  engine.log.error({ runId: context.run.id, reference }, "Sync run stopped unexpectedly", error);
  return { code: "unexpected", severity: "error", facts: { reference } };
}

function issueOfApiError(error: ApiError): DraftIssue {
  if (error.service === prism) return issueOfError(error, "source");
  const issue = issueOfError(error, "psa");
  // What stops a whole run for not being there is the site or the company: what a person enters with the keys.
  return error.kind === "not_found" ? { ...issue, code: "psa_unauthorised" } : issue;
}
