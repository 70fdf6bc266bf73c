import type { MappedCustomer } from "@/db/queries/runs/bills";
import { ApiError } from "@/lib/errors";
import type { AgreementLine, PsaAgreement } from "@/workers/connectors/psa";
import type { ActiveRun } from "../run/engine";
import { issueOfError } from "../run/issue-of-error";
import type { DraftIssue } from "../run/item-draft";
import { asLinesPsa } from "../writes/lines-psa";

export type ReadAgreement =
  | { agreement: PsaAgreement; lines: AgreementLine[] }
  | { agreement: null; issue: DraftIssue };

export type AgreementReader = {
  /** The agreement with all its lines as they are now. Throws ApiError when the PSA cannot be read. */
  read: (customer: MappedCustomer) => Promise<ReadAgreement>;
};

/**
 * Reads agreements with the fewest calls: in bulk for a whole run, one by one for a retry. Their lines exist only
 * under each agreement.
 */
export function openAgreementReader(run: ActiveRun, customers: MappedCustomer[]): AgreementReader {
  let bulk: Promise<Map<string, PsaAgreement>> | undefined;

  async function find(agreementId: string): Promise<PsaAgreement | null> {
    if (run.context.scope !== null) return run.psa.agreement(agreementId);
    bulk ??= readAll(run, new Set(customers.map((customer) => customer.psaAgreementId)));
    return (await bulk).get(agreementId) ?? null;
  }

  return {
    read: async (customer) => {
      const agreement = await find(customer.psaAgreementId);
      if (!agreement || agreement.companyId !== customer.psaCompanyId) {
        return { agreement: null, issue: missing(customer, agreement) };
      }
      try {
        return { agreement, lines: await asLinesPsa(run.psa).lines(agreement.id) };
      } catch (error) {
        if (!(error instanceof ApiError)) throw error;
        if (error.kind === "not_found") return { agreement: null, issue: missing(customer, null) };
        // One agreement that cannot be read is that agreement's trouble; a PSA that is down is the run's.
        const own = ["forbidden", "rejected", "unreadable"].includes(error.kind);
        if (own) return { agreement: null, issue: issueOfError(error, "psa") };
        throw error;
      }
    },
  };
}

async function readAll(run: ActiveRun, wanted: Set<string>): Promise<Map<string, PsaAgreement>> {
  const found = new Map<string, PsaAgreement>();
  for await (const page of run.psa.agreements()) {
    for (const agreement of page) {
      if (wanted.has(agreement.id)) found.set(agreement.id, agreement);
    }
  }
  return found;
}

function missing(customer: MappedCustomer, agreement: PsaAgreement | null): DraftIssue {
  const facts: Record<string, string> = { customer: customer.name, agreementId: customer.psaAgreementId };
  if (agreement) facts.name = agreement.name;
  return { code: "agreement_missing", severity: "error", facts };
}
