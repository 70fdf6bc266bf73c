import type { StoredLine } from "@/db/queries/runs/positions";
import type { AgreementLine, PsaCharge } from "@/workers/connectors/psa";
import type { ActiveRun } from "../../run/engine";
import { asLinesPsa } from "../../writes/lines-psa";
import { chargeIdOf } from "../../writes/stored-charges";

/**
 * The keys of which the PSA does not show a line that it should: one written so lately that it may not be seen yet, or
 * one that is there when it is asked for by itself. Nothing may be planned for them, or it would be made twice. A line
 * that a person deleted is not among them. Throws ApiError.
 */
export async function findUnseenKeys(
  run: ActiveRun,
  agreementId: string,
  lines: AgreementLine[],
  stored: StoredLine[],
): Promise<Set<string>> {
  const shown = new Set(lines.map((line) => line.id));
  const unseen = new Set<string>();
  for (const line of stored) {
    if (shown.has(line.psaLineId) || unseen.has(line.key)) continue;
    if (await isThere(run, agreementId, line.psaLineId, line.ageMs)) unseen.add(line.key);
  }
  return unseen;
}

/** The same for charges, by their references. A PSA that bills by units shows a charge only in its list. */
export async function findUnseenCharges(
  run: ActiveRun,
  agreementId: string,
  charges: PsaCharge[],
  stored: StoredLine[],
): Promise<string[]> {
  const shown = new Set(charges.map((charge) => charge.id));
  const unseen: string[] = [];
  for (const { psaLineId, key, ageMs } of stored) {
    const chargeId = chargeIdOf(psaLineId);
    if (chargeId === null || shown.has(chargeId)) continue;
    if (await isThere(run, agreementId, chargeId, ageMs)) unseen.push(key);
  }
  return unseen;
}

async function isThere(run: ActiveRun, agreementId: string, id: string, ageMs: number): Promise<boolean> {
  if (ageMs < run.engine.psaSettlesAfterMs) return true;
  return run.psa.kind !== "autotask" && (await asLinesPsa(run.psa).line(agreementId, id)) !== null;
}
