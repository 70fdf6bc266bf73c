import { z } from "zod";
import type { UnitsAdjustment } from "@/workers/connectors/psa";

const unitsAdjustment = z.object({
  agreementId: z.string(),
  itemId: z.string(),
  serviceId: z.string().nullable(),
  repeat: z.boolean(),
  date: z.string(),
  unitChange: z.string(),
  unitPrice: z.string().nullable(),
  unitCost: z.string().nullable(),
}) satisfies z.ZodType<UnitsAdjustment>;

/** From this day on so many units, up to the next step. */
const unitsStep = z.object({ from: z.string(), units: z.string() });

/** What the contract held just before the adjustment. */
const unitsBefore = z.object({
  /** The contract's services of the item: one that is not among them was made by the adjustment. */
  serviceIds: z.array(z.string()),
  /** From the adjustment's date on; the last step goes on for ever. */
  steps: z.array(unitsStep),
  /** Whose units stand on the service once this is written. */
  keys: z.array(z.string()),
});

export const adjustUnitsBody = z.object({
  operation: z.literal("adjust_units"),
  psaAgreementId: z.string(),
  targetId: z.string().nullable(),
  before: unitsBefore,
  desired: unitsAdjustment,
});

export const extendAgreementBody = z.object({
  operation: z.literal("extend_agreement"),
  psaAgreementId: z.string(),
  before: z.object({ endDate: z.string().nullable() }),
  desired: z.object({ endDate: z.string() }),
});

export type UnitsStep = z.infer<typeof unitsStep>;
export type AdjustUnits = z.infer<typeof adjustUnitsBody>;
export type ExtendAgreement = z.infer<typeof extendAgreementBody>;
