import { and, asc, eq } from "drizzle-orm";
import { type Database, inOrg, type Transaction } from "@/db/client";
import type { OfProgramSync } from "@/db/queries/portal/program-customers";
import { contractAgreements, psaChoices } from "@/db/schema";

export type SettingChoice = Awaited<ReturnType<typeof listPsaChoices>>[number];
export type SettingChoices = Awaited<ReturnType<typeof listSettingChoices>>;

/** What the settings of a program sync choose from: what the PSA offers, and the program's contract agreements. */
export async function listSettingChoices(db: Database, of: OfProgramSync) {
  return inOrg(db, of.orgId, async (tx) => ({
    offered: await listPsaChoices(tx, of),
    contractAgreements: await listContractAgreements(tx, of),
  }));
}

/** The billing codes and vendors of a connection's cached directory, by name. */
export async function listPsaChoices(tx: Transaction, of: { orgId: string; connectionId: string }) {
  return tx
    .select({
      kind: psaChoices.kind,
      psaId: psaChoices.psaId,
      name: psaChoices.name,
      inactive: psaChoices.inactive,
    })
    .from(psaChoices)
    .where(and(eq(psaChoices.orgId, of.orgId), eq(psaChoices.connectionId, of.connectionId)))
    .orderBy(asc(psaChoices.kind), asc(psaChoices.name), asc(psaChoices.psaId));
}

/** The contract agreements by which PRISM bills a program. */
export async function listContractAgreements(
  tx: Transaction,
  of: { orgId: string; programId: string },
): Promise<string[]> {
  const rows = await tx
    .select({ id: contractAgreements.contractAgreementId })
    .from(contractAgreements)
    .where(and(eq(contractAgreements.orgId, of.orgId), eq(contractAgreements.programId, of.programId)))
    .orderBy(asc(contractAgreements.contractAgreementId));
  return rows.map((row) => row.id);
}
