import { z } from "zod";
import { entity, targets } from "./entity";
import { customFields, decimal, info, int32, outsideReference, reference, text } from "./parts";

const productClass = z.enum(["Agreement", "Bundle", "Inventory", "NonInventory", "Service"]);

export const catalogItemSchema = z.object({
  id: int32,
  identifier: text(75),
  description: text(60),
  inactiveFlag: z.boolean().optional(),
  subcategory: reference,
  type: reference,
  productClass: productClass.optional(),
  serializedFlag: z.boolean().optional(),
  serializedCostFlag: z.boolean().optional(),
  phaseProductFlag: z.boolean().optional(),
  unitOfMeasure: reference.optional(),
  minStockLevel: int32.optional(),
  price: decimal.optional(),
  cost: decimal.optional(),
  priceAttribute: z.enum(["FixedFee", "NotToExceed", "OverrideRate", "TimeAndMaterials"]).optional(),
  taxableFlag: z.boolean().optional(),
  dropShipFlag: z.boolean().optional(),
  specialOrderFlag: z.boolean().optional(),
  customerDescription: text(6000),
  manufacturer: outsideReference.optional(),
  manufacturerPartNumber: text(50).optional(),
  vendor: reference.optional(),
  vendorSku: text(50).optional(),
  notes: text().optional(),
  integrationXRef: text(50).optional(),
  sla: outsideReference.optional(),
  entityType: outsideReference.optional(),
  recurringFlag: z.boolean().optional(),
  recurringRevenue: decimal.optional(),
  recurringCost: decimal.optional(),
  recurringOneTimeFlag: z.boolean().optional(),
  recurringBillCycle: reference.optional(),
  recurringCycleType: z.enum(["ContractYear", "CalendarYear"]).optional(),
  calculatedPriceFlag: z.boolean().optional(),
  calculatedCostFlag: z.boolean().optional(),
  category: reference.optional(),
  calculatedPrice: decimal.optional(),
  calculatedCost: decimal.optional(),
  billableOption: text().optional(),
  connectWiseID: text().optional(),
  agreementType: reference.optional(),
  markupPercentage: decimal.optional(),
  markupFlag: z.boolean().optional(),
  autoUpdateUnitCostFlag: z.boolean().optional(),
  autoUpdateUnitPriceFlag: z.boolean().optional(),
  customFields: customFields.optional(),
  _info: info,
});

export type CatalogItem = z.infer<typeof catalogItemSchema>;

export const catalogItemEntity = entity({
  resource: "catalogItem",
  typeName: "CatalogItem",
  schema: catalogItemSchema,
  references: {
    subcategory: targets.subcategory,
    type: targets.productType,
    category: targets.category,
    unitOfMeasure: targets.unitOfMeasure,
    vendor: targets.company,
    recurringBillCycle: targets.billingCycle,
    agreementType: targets.agreementType,
  },
  computed: ["calculatedPrice", "calculatedCost", "connectWiseID"],
});
