import type { z } from "zod";
import type { PsaCompany } from "../../psa";
import type { companySchema } from "../schemas";

export type Company = z.output<typeof companySchema>;

/** `inactiveStatuses`: ids of the company statuses that the site's administrator has marked as inactive. */
export function mapCompany(company: Company, inactiveStatuses: ReadonlySet<string>): PsaCompany {
  return {
    id: company.id,
    identifier: company.identifier,
    name: company.name,
    website: company.website,
    taxIdentifier: company.taxIdentifier,
    accountNumber: company.accountNumber,
    inactive: company.deletedFlag || (company.status !== null && inactiveStatuses.has(company.status.id)),
  };
}
