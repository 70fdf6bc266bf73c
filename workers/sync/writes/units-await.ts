import { SECOND } from "@/lib/clock";
import { ApiError } from "@/lib/errors";
import type { PsaAgreement } from "@/workers/connectors/psa";
import type { ActiveRun } from "../run/engine";
import { asUnitsPsa } from "./lines-psa";
import { type ReadBack, readBackIntent, unitsFound } from "./perform-intent";
import type { AdjustUnits } from "./units-body";
import type { ContractRead } from "./units-shown";

/** A PSA may show a write late: it is looked at again after these waits, a minute in all. */
const waitsMs = [1, 2, 3, 5, 5, 5, 5, 5, 5, 8, 8, 8].map((seconds) => seconds * SECOND);

/** What a look found; `isThere` ends the looking. null: it could not be read. */
type Look<Found> = { isThere: boolean; found: Found | null };

type UnitsLook = ReadBack | { found: "unread" };

/**
 * Reads the contract until it shows the adjustment, a minute at most; gives what it showed last, `unread` when it could
 * not be read. `agreement`: as read a moment ago. What was refused or had to wait was not taken up: one look is enough.
 */
export async function awaitUnits(
  run: ActiveRun,
  intent: AdjustUnits,
  error: ApiError | null,
  agreement?: PsaAgreement,
): Promise<UnitsLook> {
  const waits = error === null || error.outcomeUnknown ? waitsMs : [];
  const look = await lookUntilThere(run, waits, async () => {
    const found = await readBack(run, intent, agreement);
    return { isThere: found.found === "desired", found };
  });
  return look ?? { found: "unread" };
}

async function readBack(run: ActiveRun, intent: AdjustUnits, agreement?: PsaAgreement): Promise<ReadBack> {
  if (!agreement) return readBackIntent(run.psa, intent);
  const services = await run.fence.readItem({ agreement, itemId: intent.desired.itemId });
  return unitsFound({ agreement, services }, intent);
}

/** Reads a contract that was just extended until its services go on to the new end; null: they do not yet. */
export async function awaitExtension(
  run: ActiveRun,
  before: ContractRead,
  endDate: string,
): Promise<ContractRead | null> {
  const goOn = new Set(before.services.filter(hasOpenEnd).map(({ id }) => id));
  let extended: ContractRead | null = null;
  await lookUntilThere(run, waitsMs, async () => {
    const agreement = await run.psa.agreement(before.agreement.id);
    const contract = agreement && (await asUnitsPsa(run.psa).services(agreement));
    const isThere =
      contract?.services.every(({ id, rows }) => !goOn.has(id) || (rows.at(-1)?.to ?? "") >= endDate) ??
      false;
    if (isThere) extended = contract;
    return { isThere, found: contract };
  });
  return extended;
}

function hasOpenEnd({ rows }: ContractRead["services"][number]): boolean {
  const last = rows.at(-1);
  return last !== undefined && Number(last.units) !== 0;
}

async function lookUntilThere<Found>(
  run: ActiveRun,
  waits: number[],
  look: () => Promise<Look<Found>>,
): Promise<Found | null> {
  for (let count = 0; ; count += 1) {
    run.lease.check();
    const { isThere, found } = await readable(look);
    const waitMs = waits[count];
    if (isThere || waitMs === undefined) return found;
    await run.engine.sleep(waitMs, run.lease.signal);
  }
}

async function readable<Found>(look: () => Promise<Look<Found>>): Promise<Look<Found>> {
  try {
    return await look();
  } catch (error) {
    if (error instanceof ApiError) return { isThere: false, found: null };
    throw error;
  }
}
