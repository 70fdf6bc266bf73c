import { plainNumber, tenantLabel, webDomain } from "@/lib/matching/plain-identity";
import { plainName } from "@/lib/matching/plain-name";

export type MatchedCustomer = {
  name: string;
  registrationNumber: string | null;
  website: string | null;
  tenantDomain: string | null;
};

export type MatchCompany = {
  psaId: string;
  name: string;
  website: string | null;
  taxIdentifier: string | null;
  inactive: boolean;
};

export const confidences = ["certain", "likely", "possible"] as const;
export type Confidence = (typeof confidences)[number];

export type Suggestion<C extends MatchCompany> = {
  company: C;
  /** Why, in plain words, the strongest first; never empty. */
  reasons: string[];
  confidence: Confidence;
  /** Another company that is not inactive fits as well: only a person can tell them apart. */
  ambiguous: boolean;
};

type Clue = "number" | "domain" | "tenantDomain" | "name" | "tenantLabel";
type Found<C> = { company: C; clues: Clue[]; score: number };

const clues: readonly Clue[] = ["number", "domain", "name", "tenantDomain", "tenantLabel"];
const weights: Record<Clue, number> = { number: 16, domain: 8, name: 6, tenantDomain: 5, tenantLabel: 1 };

/** The companies of a PSA by what they are recognised by: made once, asked for each customer. */
export type CompanyIndex<C extends MatchCompany> = Record<
  "number" | "domain" | "label" | "name",
  Map<string, C[]>
>;

export function indexCompanies<C extends MatchCompany>(companies: readonly C[]): CompanyIndex<C> {
  const index: CompanyIndex<C> = { number: new Map(), domain: new Map(), label: new Map(), name: new Map() };
  for (const company of companies) {
    const domain = webDomain(company.website);
    add(index.number, plainNumber(company.taxIdentifier), company);
    add(index.domain, domain, company);
    add(index.label, domain?.split(".")[0] ?? null, company);
    add(index.name, plainName(company.name) || null, company);
  }
  return index;
}

function add<C>(map: Map<string, C[]>, key: string | null, company: C): void {
  if (key === null) return;
  const known = map.get(key);
  if (known) known.push(company);
  else map.set(key, [company]);
}

/** Which companies this customer may be, the best first; nothing is mapped by it. Pure. */
export function suggestCompanies<C extends MatchCompany>(
  customer: MatchedCustomer,
  index: CompanyIndex<C>,
): Suggestion<C>[] {
  const keys: Record<Clue, [Map<string, C[]>, string | null]> = {
    number: [index.number, plainNumber(customer.registrationNumber)],
    domain: [index.domain, webDomain(customer.website)],
    name: [index.name, plainName(customer.name) || null],
    tenantDomain: [index.domain, webDomain(customer.tenantDomain)],
    tenantLabel: [index.label, tenantLabel(customer.tenantDomain)],
  };
  const found = new Map<string, Found<C>>();
  for (const clue of clues) {
    const [map, key] = keys[clue];
    for (const company of key === null ? [] : (map.get(key) ?? [])) {
      const known = found.get(company.psaId) ?? { company, clues: [], score: 0 };
      // The same clue once more: a tenant at the customer's own web domain, or named like it.
      if (clue.startsWith("tenant") && known.clues.includes("domain")) continue;
      known.clues.push(clue);
      known.score += weights[clue];
      found.set(company.psaId, known);
    }
  }
  const ranked = [...found.values()].sort(byRank);
  return ranked.map((one) => suggestionOf(one, ranked, customer));
}

function byRank(a: Found<MatchCompany>, b: Found<MatchCompany>): number {
  if (a.company.inactive !== b.company.inactive) return a.company.inactive ? 1 : -1;
  return b.score - a.score || a.company.psaId.localeCompare(b.company.psaId, "en", { numeric: true });
}

function suggestionOf<C extends MatchCompany>(
  found: Found<C>,
  all: Found<C>[],
  customer: MatchedCustomer,
): Suggestion<C> {
  const { company } = found;
  const rivals = all.filter(
    (other) => other !== found && !other.company.inactive && other.score >= found.score,
  );
  const ambiguous = rivals.length > 0;
  const proven = found.clues.includes("number") || found.score >= weights.domain + weights.name;
  const weak = found.clues.every((clue) => clue === "tenantLabel");
  const confidence = weak ? "possible" : proven && !ambiguous && !company.inactive ? "certain" : "likely";
  return {
    company,
    reasons: found.clues.map((clue) => wordsOf(clue, customer, company)),
    confidence,
    ambiguous,
  };
}

function wordsOf(clue: Clue, customer: MatchedCustomer, company: MatchCompany): string {
  switch (clue) {
    case "number":
      return `same registration number, ${customer.registrationNumber?.trim()}`;
    case "domain":
      return `same web domain, ${webDomain(customer.website)}`;
    case "tenantDomain":
      return `its tenant’s domain is the company’s web domain, ${webDomain(customer.tenantDomain)}`;
    case "tenantLabel":
      return `its tenant is called “${tenantLabel(customer.tenantDomain)}” like the company’s website`;
    case "name":
      return customer.name.trim() === company.name.trim()
        ? "same name"
        : "same name but for the legal form, case or punctuation";
  }
}
