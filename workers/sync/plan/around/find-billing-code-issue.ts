import type { PsaChoice } from "@/workers/connectors/psa";
import { fail } from "../issues";
import type { PlanIssue } from "../types";

type Question = {
  kind: Extract<PsaChoice["kind"], "service_billing_code" | "charge_billing_code">;
  /** The id that the settings hold; null: none was chosen. */
  chosenId: string | null;
  /** What the PSA offers, as last read. */
  choices: Pick<PsaChoice, "kind" | "id" | "name" | "inactive">[];
};

/** Why nothing can be booked under the chosen billing code; null: it can. `name` is that of one out of use. */
export function findBillingCodeIssue({ kind, chosenId, choices }: Question): PlanIssue | null {
  const chosen = choices.find((choice) => choice.kind === kind && choice.id === chosenId);
  if (chosen && !chosen.inactive) return null;
  return fail("billing_code_missing", { kind, billingCodeId: chosenId, name: chosen?.name });
}
