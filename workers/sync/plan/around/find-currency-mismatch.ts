import type { PsaAgreement } from "@/workers/connectors/psa";
import { fail } from "../issues";
import type { PlanIssue } from "../types";

/** What stands in for a currency that PRISM does not name. */
const noCurrency = "XXX";

/** Nothing is converted. Where one of the two sides names no currency, nobody can tell that they differ. */
export function findCurrencyMismatch(agreement: PsaAgreement, invoiceCurrency: string | null): PlanIssue[] {
  const { name, currency } = agreement;
  if (!currency || !invoiceCurrency || invoiceCurrency === noCurrency) return [];
  if (currency === invoiceCurrency) return [];
  return [fail("currency_mismatch", { name, invoiceCurrency, agreementCurrency: currency })];
}
