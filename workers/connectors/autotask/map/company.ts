import type { z } from "zod";
import type { PsaCompany } from "../../psa";
import type { companySchema } from "../schemas";

export type Company = z.output<typeof companySchema>;

export function mapCompany(company: Company): PsaCompany {
  return {
    id: company.id,
    identifier: company.companyNumber ?? company.companyName,
    name: company.companyName,
    website: company.webAddress,
    taxIdentifier: company.taxID,
    accountNumber: company.companyNumber,
    inactive: !company.isActive,
  };
}
