import type { NewItem, PsaConnector } from "@/workers/connectors/psa";
import { fail } from "../plan/issues";
import type { PlanIssue } from "../plan/types";
import type { ActiveRun } from "../run/engine";
import { worstOutcome } from "../run/item-draft";
import type { PlannedProductItem } from "./plan-one-product";

type Terms = Pick<NewItem, "billingCodeId" | "vendorId">;

/**
 * Completes what is to be created with what the PSA asks for beside the product: a billing code and a vendor, from the
 * settings. Without a code that can be used nothing is created. Throws ApiError.
 */
export async function withNewItemTerms(
  run: ActiveRun,
  planned: PlannedProductItem[],
): Promise<PlannedProductItem[]> {
  const creates = planned.some(({ isNew }) => isNew);
  if (!creates || run.psa.kind !== "autotask") return planned;
  const { serviceBillingCodeId, vendorId } = run.context.programSync;
  const problem = await findCodeProblem(run.psa, serviceBillingCodeId);
  if (problem) return planned.map((one) => (one.isNew ? withoutCode(one, problem) : one));
  const terms: Terms = {
    ...(serviceBillingCodeId !== null && { billingCodeId: serviceBillingCodeId }),
    ...(vendorId !== null && { vendorId }),
  };
  return planned.map((one) =>
    one.write?.kind === "create"
      ? { ...one, write: { ...one.write, newItem: { ...one.write.newItem, ...terms } } }
      : one,
  );
}

async function findCodeProblem(psa: PsaConnector, codeId: string | null): Promise<PlanIssue | null> {
  if (codeId === null) return fail("billing_code_missing");
  const choices = await psa.choices();
  const chosen = choices.find(({ kind, id }) => kind === "service_billing_code" && id === codeId);
  return chosen && !chosen.inactive ? null : fail("billing_code_missing", { name: chosen?.name });
}

function withoutCode(one: PlannedProductItem, issue: PlanIssue): PlannedProductItem {
  const { draft } = one;
  const issues = [issue, ...draft.issues];
  const outcome = worstOutcome("unchanged", issues);
  return {
    ...one,
    draft: { ...draft, item: { ...draft.item, outcome, reason: issue.code, after: null }, issues },
    write: null,
  };
}
