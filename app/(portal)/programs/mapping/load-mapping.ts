import "server-only";
import { notFound } from "next/navigation";
import { z } from "zod";
import { portalDatabase } from "@/db/portal";
import { findCustomerMapping, listTakenTargets } from "@/db/queries/portal/customer-mapping";
import type { OfProgramSync } from "@/db/queries/portal/program-customers";
import {
  type DirectoryAgreement,
  type DirectoryCompany,
  findCompany,
  listAgreementsOfCompany,
  listCompanies,
  searchCompanies,
} from "@/db/queries/portal/psa-directory";
import { cameFromWord } from "@/lib/came-from";
import { indexCompanies, suggestCompanies } from "@/lib/matching/suggest-companies";

const mostFound = 20;

export const mappingQuery = z.object({
  q: z.string().trim().max(200).catch(""),
  company: z.string().max(50).optional().catch(undefined),
  from: cameFromWord.optional().catch(undefined),
});

/** All that the mapping page of a customer shows; not found for a customer of another program or organisation. */
export async function loadMapping(
  of: OfProgramSync,
  customerId: string,
  query: z.infer<typeof mappingQuery>,
) {
  const db = portalDatabase();
  const found = z.uuid().safeParse(customerId).success
    ? await findCustomerMapping(db, { ...of, customerId })
    : null;
  if (!found) notFound();
  const companyId = query.company ?? found.mapping?.psaCompanyId ?? null;
  const [company, agreements] = await loadCompany(of, companyId);
  const search =
    query.q === "" ? null : await searchCompanies(db, { ...of, search: query.q, limit: mostFound + 1 });
  const companies = await listCompanies(db, of);
  return {
    ...found,
    companyId,
    company,
    agreements,
    search: search && { rows: search.slice(0, mostFound), more: search.length > mostFound },
    suggestions: suggestCompanies(found.customer, indexCompanies(companies)),
    taken: await listTakenTargets(db, { ...of, customerId }),
  };
}

export type LoadedMapping = Awaited<ReturnType<typeof loadMapping>>;

async function loadCompany(
  of: OfProgramSync,
  psaCompanyId: string | null,
): Promise<[DirectoryCompany | null, DirectoryAgreement[]]> {
  if (psaCompanyId === null) return [null, []];
  const db = portalDatabase();
  return Promise.all([
    findCompany(db, { ...of, psaId: psaCompanyId }),
    listAgreementsOfCompany(db, { ...of, psaCompanyId }),
  ]);
}
