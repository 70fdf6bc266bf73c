import { createHash, randomUUID } from "node:crypto";
import { z } from "zod";
import type { IntentRow } from "@/db/commands/runs/record-intents";
import type { ItemChange, LineChange, NewCharge, NewItem, NewLine } from "@/workers/connectors/psa";
import type { LineAction } from "../plan/types";
import { adjustUnitsBody, extendAgreementBody } from "./units-body";

const decimal = z.string();
const date = z.string();

const newLine = z.object({
  itemId: z.string(),
  reference: z.string(),
  from: date,
  to: date.nullable(),
  quantity: decimal,
  unitCost: decimal.nullable(),
  unitPrice: decimal.nullable(),
  taxable: z.boolean().nullable(),
}) satisfies z.ZodType<NewLine>;

const lineChange = z.object({
  from: date.optional(),
  to: date.nullable().optional(),
  quantity: decimal.optional(),
  unitCost: decimal.optional(),
  unitPrice: decimal.optional(),
  reference: z.string().optional(),
}) satisfies z.ZodType<LineChange>;

const agreementLine = z.object({
  id: z.string(),
  agreementId: z.string(),
  itemId: z.string(),
  itemName: z.string(),
  from: date,
  to: date.nullable(),
  quantity: decimal,
  includedQuantity: decimal,
  unitCost: decimal,
  unitPrice: decimal,
  reference: z.string().nullable(),
  taxable: z.boolean(),
  billable: z.boolean(),
});

const newItem = z.object({
  sku: z.string(),
  name: z.string(),
  unitCost: decimal,
  unitPrice: decimal,
  billingCodeId: z.string().optional(),
  vendorId: z.string().optional(),
}) satisfies z.ZodType<NewItem>;

const itemChange = z.object({
  unitCost: decimal.optional(),
  unitPrice: decimal.optional(),
}) satisfies z.ZodType<ItemChange>;

const itemPrices = z.object({ unitCost: decimal, unitPrice: decimal });

const newCharge = z.object({
  reference: z.string(),
  itemId: z.string().nullable(),
  billingCodeId: z.string().nullable(),
  name: z.string(),
  from: date,
  to: date,
  costAmount: decimal,
  priceAmount: decimal,
}) satisfies z.ZodType<NewCharge>;

/** An intent as stored, read back into what it means. */
export const intentBody = z.discriminatedUnion("operation", [
  z.object({ operation: z.literal("create_line"), psaAgreementId: z.string(), desired: newLine }),
  z.object({
    operation: z.literal("change_line"),
    psaAgreementId: z.string(),
    targetId: z.string(),
    before: agreementLine,
    desired: lineChange,
  }),
  z.object({ operation: z.literal("create_charge"), psaAgreementId: z.string(), desired: newCharge }),
  z.object({ operation: z.literal("create_item"), desired: newItem }),
  z.object({
    operation: z.literal("change_item"),
    targetId: z.string(),
    before: itemPrices,
    desired: itemChange,
  }),
  adjustUnitsBody,
  extendAgreementBody,
]);

export type IntentBody = z.infer<typeof intentBody>;

/** Items have no days; their intents stand on this one. */
const noPeriod = "0001-01-01";

export type IntentOwner = {
  connectionId: string;
  programSyncId: string;
  itemId: string;
  naturalKey: string;
};

/** The intents of a subscription's plan, in the order of their writing. */
export function intentsOfActions(
  owner: IntentOwner,
  agreementId: string,
  actions: LineAction[],
): IntentRow[] {
  return actions.map((action, sequence) =>
    action.kind === "create"
      ? intentRow(owner, sequence, action.line.from, {
          operation: "create_line",
          psaAgreementId: agreementId,
          desired: action.line,
        })
      : intentRow(owner, sequence, action.current.from, {
          operation: "change_line",
          psaAgreementId: agreementId,
          targetId: action.current.id,
          before: action.current,
          desired: action.change,
        }),
  );
}

/**
 * The intents of an item's charges, after its other writes. Each stands under its own reference: one key may have
 * several charges, and none of them twice.
 */
export function intentsOfCharges(
  owner: IntentOwner,
  agreementId: string,
  charges: NewCharge[],
  firstSequence = 0,
): IntentRow[] {
  return charges.map((charge, index) =>
    intentRow({ ...owner, naturalKey: charge.reference }, firstSequence + index, charge.from, {
      operation: "create_charge",
      psaAgreementId: agreementId,
      desired: charge,
    }),
  );
}

export function intentOfNewItem(owner: IntentOwner, desired: NewItem): IntentRow {
  return intentRow(owner, 0, noPeriod, { operation: "create_item", desired });
}

export function intentOfItemChange(
  owner: IntentOwner,
  targetId: string,
  before: { unitCost: string; unitPrice: string },
  desired: ItemChange,
): IntentRow {
  return intentRow(owner, 0, noPeriod, { operation: "change_item", targetId, before, desired });
}

/** `period`: the first day that it is about. */
export function intentRow(owner: IntentOwner, sequence: number, period: string, body: IntentBody): IntentRow {
  return {
    ...owner,
    id: randomUUID(),
    sequence,
    period,
    ...body,
    bodyHash: createHash("sha256").update(JSON.stringify(body.desired)).digest("hex"),
  };
}
