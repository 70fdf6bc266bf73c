import { ApiError } from "@/lib/errors";
import type { PsaAgreement, PsaCompany } from "../psa";
import { readJson } from "../wire/json";
import type { ConnectWiseClient } from "./client/client";
import { readPages } from "./client/pages";
import { mapAgreement } from "./map/agreement";
import { mapCompany } from "./map/company";
import {
  agreementFields,
  agreementSchema,
  companyFields,
  companySchema,
  companyStatusFields,
  companyStatusSchema,
} from "./schemas";

/** One more read than the list itself: a company names its status, and only the table of statuses says which are inactive. */
export async function* readCompanies(client: ConnectWiseClient): AsyncGenerator<PsaCompany[]> {
  const inactive = new Set<string>();
  const statuses = "company/companies/statuses";
  for await (const page of readPages(client, statuses, companyStatusSchema, {
    fields: companyStatusFields,
  })) {
    for (const status of page) if (status.inactiveFlag) inactive.add(status.id);
  }
  for await (const page of readPages(client, "company/companies", companySchema, { fields: companyFields })) {
    yield page.map((company) => mapCompany(company, inactive));
  }
}

export async function* readAgreements(client: ConnectWiseClient): AsyncGenerator<PsaAgreement[]> {
  const query = { fields: agreementFields };
  for await (const page of readPages(client, "finance/agreements", agreementSchema, query)) {
    yield page.map(mapAgreement);
  }
}

export async function readAgreement(
  client: ConnectWiseClient,
  agreementId: string,
): Promise<PsaAgreement | null> {
  const path = `finance/agreements/${recordId(agreementId)}`;
  const answer = await orMissing(client.get(path, { fields: agreementFields }));
  return answer && mapAgreement(readJson(agreementSchema, answer));
}

/** null in place of `not_found`. */
export async function orMissing<T>(reading: Promise<T>): Promise<T | null> {
  try {
    return await reading;
  } catch (error) {
    if (error instanceof ApiError && error.kind === "not_found") return null;
    throw error;
  }
}

/** Ids become parts of addresses: anything but a number is a mistake of ours. */
export function recordId(id: string): string {
  if (!/^\d+$/.test(id)) throw new TypeError("A ConnectWise id is a whole number.");
  return id;
}
