import { matchAll, type Outlook, proposeMappings } from "@/app/(portal)/programs/mapping/suggested/propose";
import { inOrg, type Transaction } from "@/db/client";
import { portalDatabase } from "@/db/portal";
import {
  listAgreementsOfCompanies,
  listMappedCompanies,
  listUnmappedCustomers,
} from "@/db/queries/portal/mapping-candidates";
import type { OfProgramSync } from "@/db/queries/portal/program-customers";
import { selectCompanies } from "@/db/queries/portal/psa-directory";
import type { PsaKind } from "@/db/schema";

/** What is suggested for each customer without a mapping, the dearest first. */
export async function loadOutlooks(of: OfProgramSync, kind: PsaKind): Promise<Map<string, Outlook>> {
  return inOrg(portalDatabase(), of.orgId, (tx) => readOutlooks(tx, of, kind));
}

/** The same inside a transaction that is to accept some of them. */
export async function readOutlooks(
  tx: Transaction,
  of: OfProgramSync,
  kind: PsaKind,
): Promise<Map<string, Outlook>> {
  const candidates = await listUnmappedCustomers(tx, of);
  if (candidates.length === 0) return new Map();
  const matches = matchAll(candidates, await selectCompanies(tx, of));
  const suggested = [...matches.values()].flatMap(([best]) => best?.company.psaId ?? []);
  const psaCompanyIds = [...new Set(suggested)];
  const agreements =
    psaCompanyIds.length > 0 ? await listAgreementsOfCompanies(tx, { ...of, psaCompanyIds }) : [];
  return proposeMappings({ kind, agreements, taken: await listMappedCompanies(tx, of) }, matches);
}
