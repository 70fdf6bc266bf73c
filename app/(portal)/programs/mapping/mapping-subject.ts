import { chargeProblem, lineProblem } from "@/app/(portal)/programs/mapping/agreement-words";
import type { Transaction } from "@/db/client";
import type { MappingChoice, OfCustomer } from "@/db/commands/portal/save-mapping";
import { findProgramSync } from "@/db/queries/portal/find-program-sync";
import { findMappedCustomer, findMappingTarget } from "@/db/queries/portal/mapping-target";
import { MutationRefused } from "@/lib/forms/perform-mutation";
import { psaWords } from "@/lib/psa-names";

export type MappingSubject = Awaited<ReturnType<typeof findSubject>>;

/** The program sync and the customer that a mapping is of. Throws MutationRefused when one is not this organisation's. */
export async function findSubject(tx: Transaction, of: OfCustomer) {
  const sync = await findProgramSync(tx, of);
  const customer = sync && (await findMappedCustomer(tx, { ...of, programId: sync.programId }));
  if (!sync || !customer) throw new MutationRefused("This customer does not exist any more.");
  return { of, sync, customer };
}

type Chosen = Pick<MappingChoice, "psaCompanyId" | "psaAgreementId" | "annualAgreementId">;

/**
 * Both agreements must be the company's and able to take what is written to them, unless the customer has them anyway.
 * Throws MutationRefused, beside its field.
 */
export async function requireTargets(
  tx: Transaction,
  { of, sync }: MappingSubject,
  chosen: Chosen,
  current: MappingChoice | null,
) {
  const words = psaWords[sync.connectionKind];
  const place = {
    orgId: of.orgId,
    connectionId: sync.connectionId,
    psaCompanyId: chosen.psaCompanyId,
  };
  const sameCompany = current?.psaCompanyId === chosen.psaCompanyId;
  const target = await findMappingTarget(tx, { ...place, psaAgreementId: chosen.psaAgreementId });
  if (!target) throw gone("psaAgreementId", words.agreement);
  const kept = sameCompany && current.psaAgreementId === chosen.psaAgreementId;
  const problem = kept ? null : lineProblem(sync.connectionKind, target);
  if (problem) {
    throw refused(`This ${words.agreement} cannot take the lines: ${problem.reason}.`, {
      psaAgreementId: `Choose another one, or change it in ${words.name} and refresh the directory.`,
    });
  }
  await requireAnnual(tx, sync.connectionKind, { ...place, chosen, current: sameCompany ? current : null });
  return target;
}

async function requireAnnual(
  tx: Transaction,
  kind: keyof typeof psaWords,
  of: {
    orgId: string;
    connectionId: string;
    psaCompanyId: string;
    chosen: Chosen;
    current: MappingChoice | null;
  },
): Promise<void> {
  const { chosen, current, ...place } = of;
  const { annualAgreementId } = chosen;
  if (annualAgreementId === null) return;
  const words = psaWords[kind];
  const target = await findMappingTarget(tx, { ...place, psaAgreementId: annualAgreementId });
  if (!target) throw gone("annualAgreementId", words.chargeAgreement);
  const problem = current?.annualAgreementId === annualAgreementId ? null : chargeProblem(kind, target);
  if (problem) {
    throw refused(`Annual payments cannot go there: ${problem}.`, {
      annualAgreementId: `Choose ${words.aChargeAgreement} that is active.`,
    });
  }
}

function gone(field: keyof Chosen, what: string): MutationRefused {
  return refused(`This ${what} is not in the directory any more.`, {
    [field]: "Choose another one, or refresh the directory.",
  });
}

export function refused(title: string, fieldErrors: Record<string, string>): MutationRefused {
  return new MutationRefused(title, { fieldErrors });
}
