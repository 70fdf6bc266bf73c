import { lineProblem } from "@/app/(portal)/programs/mapping/agreement-words";
import type { AgreementOfCompany, MappingCandidate } from "@/db/queries/portal/mapping-candidates";
import type { DirectoryCompany } from "@/db/queries/portal/psa-directory";
import type { PsaKind } from "@/db/schema";
import { groupBy } from "@/lib/group-by";
import {
  type CompanyIndex,
  indexCompanies,
  type Suggestion,
  suggestCompanies,
} from "@/lib/matching/suggest-companies";

/** Why a suggestion is left to the customer's own page, the plainest reason first. */
export const doubts = [
  "nothing_found",
  "customer_inactive",
  "several_companies",
  "company_inactive",
  "several_customers",
  "taken",
  "not_certain",
  "no_agreement",
  "several_agreements",
] as const;
export type Doubt = (typeof doubts)[number];

/** What is suggested for a customer without a mapping, and whether it may be accepted with others at once. */
export type Outlook = {
  customer: MappingCandidate;
  best: Suggestion<DirectoryCompany> | null;
  /** The one agreement of the company that takes lines. */
  agreement: AgreementOfCompany | null;
  /** Customers that look like the same company, or are mapped to it. */
  others: string[];
  doubt: Doubt | null;
};

export type Proposal = Outlook & {
  best: Suggestion<DirectoryCompany>;
  agreement: AgreementOfCompany;
  doubt: null;
};

type Known = {
  kind: PsaKind;
  candidates: MappingCandidate[];
  companies: DirectoryCompany[];
  agreements: AgreementOfCompany[];
  taken: { psaCompanyId: string; customerName: string }[];
};

/** Who looks like which company: what can be said of each customer before its agreements are known. */
export function matchAll(candidates: MappingCandidate[], companies: DirectoryCompany[]) {
  const index: CompanyIndex<DirectoryCompany> = indexCompanies(companies);
  return new Map(candidates.map((customer) => [customer, suggestCompanies(customer, index)]));
}

/**
 * What is suggested for each customer, by its id and in the order given. Without a doubt is only what nobody could take
 * for something else: one company for one customer, in use, with one agreement that takes lines. Pure.
 */
export function proposeMappings(
  { kind, agreements, taken }: Omit<Known, "candidates" | "companies">,
  matches: ReturnType<typeof matchAll>,
): Map<string, Outlook> {
  const claims = claimsOf(matches);
  const fitting = groupBy(
    agreements.filter((agreement) => lineProblem(kind, agreement) === null),
    (agreement) => agreement.psaCompanyId,
  );
  const takenBy = groupBy(taken, (one) => one.psaCompanyId);
  return new Map(
    [...matches].map(([customer, [best = null]]) => {
      const companyId = best?.company.psaId ?? "";
      const rivals = (claims.get(companyId) ?? []).filter((one) => one !== customer);
      const holders = takenBy.get(companyId) ?? [];
      const choice = fitting.get(companyId) ?? [];
      const [agreement = null] = choice;
      return [
        customer.customerId,
        {
          customer,
          best,
          agreement,
          others: [...holders.map((one) => one.customerName), ...rivals.map((one) => one.name)],
          doubt: doubtOf({
            customer,
            best,
            rivals: rivals.length,
            holders: holders.length,
            agreements: choice.length,
          }),
        },
      ];
    }),
  );
}

type Judged = {
  customer: MappingCandidate;
  best: Outlook["best"];
  rivals: number;
  holders: number;
  agreements: number;
};

function doubtOf({ customer, best, rivals, holders, agreements }: Judged): Doubt | null {
  if (best === null) return "nothing_found";
  if (!customer.active) return "customer_inactive";
  if (best.ambiguous) return "several_companies";
  if (best.company.inactive) return "company_inactive";
  if (rivals > 0) return "several_customers";
  if (holders > 0) return "taken";
  if (best.confidence !== "certain") return "not_certain";
  if (agreements === 0) return "no_agreement";
  return agreements > 1 ? "several_agreements" : null;
}

/** By company: the customers for which it is the best of what was found, or likely. */
function claimsOf(matches: ReturnType<typeof matchAll>): Map<string, MappingCandidate[]> {
  const claims = new Map<string, MappingCandidate[]>();
  for (const [customer, suggestions] of matches) {
    for (const [rank, { company, confidence }] of suggestions.entries()) {
      if (rank > 0 && confidence === "possible") continue;
      const known = claims.get(company.psaId);
      if (known) known.push(customer);
      else claims.set(company.psaId, [customer]);
    }
  }
  return claims;
}

export function isProposal(outlook: Outlook): outlook is Proposal {
  return outlook.doubt === null && outlook.best !== null && outlook.agreement !== null;
}

/** How many customers each doubt is about. */
export function countDoubts(outlooks: Iterable<Outlook>): [Doubt, number][] {
  const counts = new Map<Doubt, number>();
  for (const { doubt } of outlooks) if (doubt) counts.set(doubt, (counts.get(doubt) ?? 0) + 1);
  return doubts.flatMap((doubt): [Doubt, number][] => {
    const count = counts.get(doubt);
    return count ? [[doubt, count]] : [];
  });
}
