import { warn } from "../issues";
import type { PlanIssue } from "../types";

type Company = { id: string; name: string; inactive: boolean };

type Question = {
  customer: string;
  /** The company that the customer is mapped to. */
  company: Company;
  /** Other companies of the PSA with the same name. */
  namesakes: Company[];
};

/**
 * A mapping to a company that is out of use, or of whose name there is another one in use. The facts name by its id
 * the one company that would do, if there is just one.
 */
export function findMappingIssues({ customer, company, namesakes }: Question): PlanIssue[] {
  const active = namesakes.filter((other) => !other.inactive);
  const [only] = active;
  if (company.inactive) {
    const choice = only && active.length === 1 ? { activeId: only.id, activeName: only.name } : {};
    const facts = { customer, company: company.name, companyId: company.id, ...choice };
    return [warn("psa_company_inactive", facts)];
  }
  if (active.length === 0) return [];
  const candidates = [company, ...active].map(({ id, name }) => `${name} (${id})`).sort();
  return [
    warn("mapping_target_duplicate", { customer, company: candidates.join(", "), companyId: company.id }),
  ];
}
