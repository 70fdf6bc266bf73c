import { z } from "zod";
import { entity, targets } from "./entity";
import { customFields, day, decimal, info, int32, outsideReference, reference, text } from "./parts";

/** Fields that a person or a client sets. There is no status: an addition without cancelledDate is open. */
const ownFields = {
  product: reference,
  billCustomer: z.enum(["Billable", "DoNotBill", "NoCharge"]),
  quantity: decimal.optional(),
  lessIncluded: decimal.optional(),
  unitPrice: decimal.optional(),
  unitCost: decimal.optional(),
  effectiveDate: day.optional(),
  cancelledDate: day.optional(),
  taxableFlag: z.boolean().optional(),
  serialNumber: text(50).optional(),
  invoiceDescription: text(6000).optional(),
  purchaseItemFlag: z.boolean().optional(),
  specialOrderFlag: z.boolean().optional(),
  description: text().optional(),
  opportunity: outsideReference.optional(),
  invoiceGrouping: outsideReference.optional(),
  customFields: customFields.optional(),
};

const computedFields = {
  billedQuantity: decimal.optional(),
  uom: text().optional(),
  extPrice: decimal.optional(),
  extCost: decimal.optional(),
  sequenceNumber: decimal.optional(),
  margin: decimal.optional(),
  prorateCost: decimal.optional(),
  proratePrice: decimal.optional(),
  extendedProrateCost: decimal.optional(),
  extendedProratePrice: decimal.optional(),
  prorateCurrentPeriodFlag: z.boolean().optional(),
  agreementStatus: z.enum(["Active", "Cancelled", "Expired", "Inactive"]).optional(),
};

export const additionSchema = z.object({
  id: int32,
  ...ownFields,
  agreementId: int32,
  ...computedFields,
  _info: info,
});

export type Addition = z.infer<typeof additionSchema>;

export const additionEntity = entity({
  resource: "addition",
  typeName: "Addition",
  schema: additionSchema,
  references: { product: targets.catalogItem },
  computed: ["agreementId", ...Object.keys(computedFields)],
});
