import type { MappedCustomer } from "@/db/queries/runs/bills";
import { coalesced } from "@/lib/coalesce";
import { ApiError } from "@/lib/errors";
import type { AgreementLine, ContractService, PsaAgreement, PsaCharge } from "@/workers/connectors/psa";
import type { ActiveRun } from "../run/engine";
import { issueOfError, isTroubleOfOne } from "../run/issue-of-error";
import type { DraftIssue } from "../run/item-draft";
import { asUnitsPsa } from "../writes/lines-psa";
import { chargesOfLines } from "./charges/agreement-charges";

export type Unread = { agreement: null; issue: DraftIssue };

export type ReadAgreement =
  | {
      agreement: PsaAgreement;
      /** Empty in a PSA that bills by units. */
      lines: AgreementLine[];
      /** Empty in a PSA that bills by dated lines. */
      services: ContractService[];
      /** Every charge that carries a reference. */
      charges: PsaCharge[];
    }
  | Unread;

/** An agreement of a customer: the one of its subscriptions or that of its annual payments. */
export type CustomerAgreement = Pick<MappedCustomer, "name" | "psaCompanyId"> & { psaAgreementId: string };

export type NeedsCharges = (agreement: PsaAgreement) => boolean;

export type AgreementReader = {
  /** The agreement as it is now. Throws ApiError when the PSA cannot be read. */
  find: (of: CustomerAgreement) => Promise<{ agreement: PsaAgreement } | Unread>;
  /** The same with what stands on it; its charges only where they are asked for, or come anyway. */
  read: (of: CustomerAgreement, needsCharges: NeedsCharges) => Promise<ReadAgreement>;
};

/**
 * Reads agreements with the fewest calls: in bulk for a whole run, one by one for a retry. What stands on them exists
 * only under each agreement.
 */
export function openAgreementReader(run: ActiveRun, customers: MappedCustomer[]): AgreementReader {
  let bulk: Promise<Map<string, PsaAgreement>> | undefined;

  async function look(agreementId: string): Promise<PsaAgreement | null> {
    if (run.context.scope !== null) return run.psa.agreement(agreementId);
    bulk ??= readAll(run, new Set(customers.flatMap(agreementsOf)));
    return (await bulk).get(agreementId) ?? null;
  }

  async function find(of: CustomerAgreement): Promise<{ agreement: PsaAgreement } | Unread> {
    const agreement = await look(of.psaAgreementId);
    if (agreement?.companyId === of.psaCompanyId) return { agreement };
    return { agreement: null, issue: missing(of, agreement) };
  }

  const readContract = coalesced((agreements: readonly PsaAgreement[]) =>
    asUnitsPsa(run.psa).servicesOfAll(agreements),
  );

  /** The charges of ConnectWise are lines, which are read once. Only its services tell what of a contract is posted. */
  async function readStanding({ psa }: ActiveRun, found: PsaAgreement, needsCharges: NeedsCharges) {
    if (psa.kind === "autotask") {
      const contract = await readContract(found);
      if (contract instanceof ApiError) throw contract;
      const charges = needsCharges(contract.agreement) ? await psa.charges(found.id) : [];
      return { ...contract, lines: [], charges };
    }
    const lines = await psa.lines(found.id);
    return { agreement: found, lines, services: [], charges: chargesOfLines(lines) };
  }

  async function read(of: CustomerAgreement, needsCharges: NeedsCharges): Promise<ReadAgreement> {
    const found = await find(of);
    if (!found.agreement) return found;
    try {
      return await readStanding(run, found.agreement, needsCharges);
    } catch (error) {
      if (error instanceof ApiError && error.kind === "not_found") {
        return { agreement: null, issue: missing(of, null) };
      }
      if (isTroubleOfOne(error)) return { agreement: null, issue: issueOfError(error, "psa") };
      throw error;
    }
  }

  return { find, read };
}

function agreementsOf({ psaAgreementId, annualAgreementId }: MappedCustomer): string[] {
  return annualAgreementId === null ? [psaAgreementId] : [psaAgreementId, annualAgreementId];
}

async function readAll(run: ActiveRun, wanted: Set<string>): Promise<Map<string, PsaAgreement>> {
  const found = new Map<string, PsaAgreement>();
  let seen = 0;
  for await (const page of run.psa.agreements()) {
    seen += page.length;
    for (const agreement of page) {
      if (wanted.has(agreement.id)) found.set(agreement.id, agreement);
    }
  }
  if (seen === 0) throw noAgreements(run.psa.kind);
  return found;
}

/** That all agreements are gone would fail every customer: nothing is concluded from an empty list. */
function noAgreements(service: string): ApiError {
  return new ApiError({
    service,
    kind: "unreadable",
    words: "The list of agreements came empty, though customers are mapped to some.",
  });
}

function missing(of: CustomerAgreement, agreement: PsaAgreement | null): DraftIssue {
  const facts: Record<string, string> = { customer: of.name, agreementId: of.psaAgreementId };
  if (agreement) Object.assign(facts, { name: agreement.name, belongsTo: agreement.companyId });
  return { code: "agreement_missing", severity: "error", facts };
}
