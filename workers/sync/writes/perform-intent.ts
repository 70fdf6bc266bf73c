import type {
  AgreementLine,
  ContractService,
  PsaAgreement,
  PsaCharge,
  PsaConnector,
  PsaItem,
  WriteLimits,
} from "@/workers/connectors/psa";
import { sameValue } from "../plan/exact";
import { holdsNewCharge, readBackCharge } from "./charge-intent";
import type { IntentBody } from "./intent-body";
import { asLinesPsa, asUnitsPsa } from "./lines-psa";
import type { AdjustUnits, ExtendAgreement } from "./units-body";
import { type ContractRead, unitsShown } from "./units-shown";

export type Written =
  | { line: AgreementLine }
  | { item: PsaItem }
  | { charge: PsaCharge }
  | { agreement: PsaAgreement }
  /** `service` is the one whose units these keys have, `contract` what was read with it: its item's services at least. */
  | { service: ContractService; keys: string[]; contract: ContractRead };

/** What the PSA holds where a write was to take effect. */
export type ReadBack =
  | { found: "desired"; written: Written }
  | { found: "before" }
  /** Neither: somebody else changed it, or it is gone, or it stands there twice. */
  | { found: "other" };

/**
 * What the answer says: the change was made, or it was not though the answer is a good one, or it was made on a line
 * that somebody else changed in the same moment.
 */
export type SendResult = { answer: "taken" | "not_taken" | "disturbed"; written: Written };

/** Sends the write. Adjustments are not among them: their answer says nothing. Throws ApiError. */
export async function sendIntent(
  psa: PsaConnector,
  intent: Exclude<IntentBody, AdjustUnits>,
  limits: WriteLimits,
): Promise<SendResult> {
  switch (intent.operation) {
    case "create_line": {
      const line = await asLinesPsa(psa).createLine(intent.psaAgreementId, intent.desired, limits);
      return { answer: taken(holdsNewLine(line, intent.desired)), written: { line } };
    }
    case "change_line": {
      const line = await asLinesPsa(psa).changeLine(intent.before, intent.desired, limits);
      if (!holdsChange(line, intent.desired)) return { answer: "not_taken", written: { line } };
      return { answer: isUndisturbed(line, intent) ? "taken" : "disturbed", written: { line } };
    }
    case "create_charge": {
      const charge = await psa.createCharge(intent.psaAgreementId, intent.desired, limits);
      return { answer: taken(holdsNewCharge(charge, intent.desired)), written: { charge } };
    }
    case "create_item": {
      const item = await psa.createItem(intent.desired, limits);
      return { answer: taken(holdsPrices(item, intent.desired)), written: { item } };
    }
    case "change_item": {
      const item = await psa.changeItem(intent.targetId, intent.desired, limits);
      return { answer: taken(holdsPrices(item, intent.desired)), written: { item } };
    }
    case "extend_agreement": {
      const { endDate } = intent.desired;
      const agreement = await asUnitsPsa(psa).extendAgreement(intent.psaAgreementId, endDate, limits);
      return { answer: taken(holdsEnd(agreement, intent)), written: { agreement } };
    }
  }
}

function taken(holds: boolean): SendResult["answer"] {
  return holds ? "taken" : "not_taken";
}

/** Looks whether the write took effect. Reads only. */
export async function readBackIntent(psa: PsaConnector, intent: IntentBody): Promise<ReadBack> {
  switch (intent.operation) {
    case "create_line": {
      const lines = await asLinesPsa(psa).lines(intent.psaAgreementId);
      const mine = lines.filter(
        (line) => line.reference === intent.desired.reference && line.from === intent.desired.from,
      );
      const [line] = mine;
      if (!line) return { found: "before" };
      if (mine.length > 1 || !holdsNewLine(line, intent.desired)) return { found: "other" };
      return { found: "desired", written: { line } };
    }
    case "change_line": {
      const line = await asLinesPsa(psa).line(intent.psaAgreementId, intent.targetId);
      if (!line) return { found: "other" };
      if (holdsChange(line, intent.desired) && isUndisturbed(line, intent)) {
        return { found: "desired", written: { line } };
      }
      return {
        found:
          holdsChange(line, restored(intent)) && isUndisturbed(line, { ...intent, desired: {} })
            ? "before"
            : "other",
      };
    }
    case "create_charge":
      return readBackCharge(psa, intent);
    case "create_item": {
      const items = await psa.itemsBySku(intent.desired.sku);
      const [item] = items;
      if (!item) return { found: "before" };
      return items.length > 1 ? { found: "other" } : { found: "desired", written: { item } };
    }
    case "change_item": {
      const item = await psa.item(intent.targetId);
      if (!item) return { found: "other" };
      if (holdsPrices(item, intent.desired)) return { found: "desired", written: { item } };
      return { found: holdsPrices(item, intent.before) ? "before" : "other" };
    }
    case "adjust_units":
      return readBackUnits(psa, intent);
    case "extend_agreement": {
      const agreement = await psa.agreement(intent.psaAgreementId);
      if (!agreement) return { found: "other" };
      if (holdsEnd(agreement, intent)) return { found: "desired", written: { agreement } };
      return { found: agreement.endDate === intent.before.endDate ? "before" : "other" };
    }
  }
}

async function readBackUnits(psa: PsaConnector, intent: AdjustUnits): Promise<ReadBack> {
  const agreement = await psa.agreement(intent.psaAgreementId);
  if (!agreement) return { found: "other" };
  return unitsFound(await asUnitsPsa(psa).services(agreement), intent);
}

/** What a contract, or the services of the intent's item on it, tells of an adjustment. */
export function unitsFound(contract: ContractRead, intent: AdjustUnits): ReadBack {
  const shown = unitsShown(contract, intent);
  if (shown.found !== "desired") return shown;
  return { found: "desired", written: { service: shown.service, keys: intent.before.keys, contract } };
}

/** A contract without an end, or with a later one, holds all that was asked for. */
function holdsEnd({ endDate }: PsaAgreement, { desired }: ExtendAgreement): boolean {
  return endDate === null || endDate >= desired.endDate;
}

type LineIntent = Extract<IntentBody, { operation: "change_line" }>;

/** The line's days and quantity are those that were meant, also where the change did not name them. */
function isUndisturbed(line: AgreementLine, { before, desired }: LineIntent): boolean {
  const { from, to, quantity } = { ...before, ...desired };
  return holdsChange(line, { from, to, quantity });
}

/** The named fields as they were before. */
function restored(intent: LineIntent): LineIntent["desired"] {
  const { before, desired } = intent;
  return {
    ...(desired.from !== undefined && { from: before.from }),
    ...(desired.to !== undefined && { to: before.to }),
    ...(desired.quantity !== undefined && { quantity: before.quantity }),
    ...(desired.unitCost !== undefined && { unitCost: before.unitCost }),
    ...(desired.unitPrice !== undefined && { unitPrice: before.unitPrice }),
    ...(desired.reference !== undefined && before.reference !== null && { reference: before.reference }),
  };
}

type Wanted = {
  from?: string;
  to?: string | null;
  quantity?: string;
  unitCost?: string | null;
  unitPrice?: string | null;
  reference?: string;
};

function holdsChange(line: AgreementLine, wanted: Wanted): boolean {
  return (
    (wanted.from === undefined || line.from === wanted.from) &&
    (wanted.to === undefined || line.to === wanted.to) &&
    (wanted.reference === undefined || line.reference === wanted.reference) &&
    holdsValue(line.quantity, wanted.quantity) &&
    holdsValue(line.unitCost, wanted.unitCost) &&
    holdsValue(line.unitPrice, wanted.unitPrice)
  );
}

function holdsNewLine(line: AgreementLine, wanted: Wanted & { itemId: string }): boolean {
  return line.itemId === wanted.itemId && holdsChange(line, wanted);
}

function holdsPrices(item: PsaItem, wanted: { unitCost?: string; unitPrice?: string }): boolean {
  return holdsValue(item.unitCost, wanted.unitCost) && holdsValue(item.unitPrice, wanted.unitPrice);
}

function holdsValue(actual: string, wanted: string | null | undefined): boolean {
  return wanted === undefined || wanted === null || sameValue(actual, wanted);
}
