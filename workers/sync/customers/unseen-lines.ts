import type { StoredLine } from "@/db/queries/runs/positions";
import type { AgreementLine } from "@/workers/connectors/psa";
import type { ActiveRun } from "../run/engine";
import { asLinesPsa } from "../writes/lines-psa";

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
    const isFresh = line.ageMs < run.engine.psaSettlesAfterMs;
    if (isFresh || (await asLinesPsa(run.psa).line(agreementId, line.psaLineId)) !== null)
      unseen.add(line.key);
  }
  return unseen;
}
