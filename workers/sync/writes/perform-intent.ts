import type { AgreementLine, PsaConnector, PsaItem, WriteLimits } from "@/workers/connectors/psa";
import { sameValue } from "../plan/exact";
import type { IntentBody } from "./intent-body";

export type Written = { line: AgreementLine } | { item: PsaItem };

/** What the PSA holds where a write was to take effect. */
export type ReadBack =
  | { found: "desired"; written: Written }
  | { found: "before" }
  /** Neither: somebody else changed it, or it is gone, or it stands there twice. */
  | { found: "other" };

/** Sends the write. Throws ApiError; an answer that does not hold what was asked for is "not_taken". */
export async function sendIntent(
  psa: PsaConnector,
  intent: IntentBody,
  limits: WriteLimits,
): Promise<{ taken: boolean; written: Written }> {
  switch (intent.operation) {
    case "create_line": {
      const line = await psa.createLine(intent.psaAgreementId, intent.desired, limits);
      return { taken: holdsNewLine(line, intent.desired), written: { line } };
    }
    case "change_line": {
      const line = await psa.changeLine(intent.before, intent.desired, limits);
      return { taken: holdsChange(line, intent.desired), written: { line } };
    }
    case "create_item": {
      const item = await psa.createItem(intent.desired, limits);
      return { taken: holdsPrices(item, intent.desired), written: { item } };
    }
    case "change_item": {
      const item = await psa.changeItem(intent.targetId, intent.desired, limits);
      return { taken: holdsPrices(item, intent.desired), written: { item } };
    }
  }
}

/** Looks whether the write took effect. Reads only. */
export async function readBackIntent(psa: PsaConnector, intent: IntentBody): Promise<ReadBack> {
  switch (intent.operation) {
    case "create_line": {
      const lines = await psa.lines(intent.psaAgreementId);
      const mine = lines.filter(
        (line) => line.reference === intent.desired.reference && line.from === intent.desired.from,
      );
      const [line] = mine;
      if (!line) return { found: "before" };
      if (mine.length > 1 || !holdsNewLine(line, intent.desired)) return { found: "other" };
      return { found: "desired", written: { line } };
    }
    case "change_line": {
      const line = await psa.line(intent.psaAgreementId, intent.targetId);
      if (!line) return { found: "other" };
      if (holdsChange(line, intent.desired)) return { found: "desired", written: { line } };
      return { found: holdsChange(line, restored(intent)) ? "before" : "other" };
    }
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
  }
}

/** The named fields as they were before. */
function restored(intent: Extract<IntentBody, { operation: "change_line" }>): IntentBody["desired"] {
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
