import { z } from "zod";
import { entity, targets } from "./entity";
import { customFields, day, decimal, info, int32, reference, text } from "./parts";

/** The small tables that a site's administrator sets up, and that other records refer to. */
const named = { id: int32, name: text(50), defaultFlag: z.boolean().optional(), _info: info };
const inactive = { inactiveFlag: z.boolean().optional() };

const companyStatusSchema = z.object({
  ...named,
  ...inactive,
  notifyFlag: z.boolean().optional(),
  /** A company in such a status cannot be saved against. */
  disallowSavingFlag: z.boolean().optional(),
  notificationMessage: text(500).optional(),
  customNoteFlag: z.boolean().optional(),
  cancelOpenTracksFlag: z.boolean().optional(),
});
export const companyStatusEntity = entity({
  resource: "companyStatus",
  typeName: "CompanyStatus",
  schema: companyStatusSchema,
});

const companyTypeSchema = z.object({
  ...named,
  vendorFlag: z.boolean().optional(),
  serviceAlertFlag: z.boolean().optional(),
  serviceAlertMessage: text(150).optional(),
});
export const companyTypeEntity = entity({
  resource: "companyType",
  typeName: "CompanyType",
  schema: companyTypeSchema,
});

const companySiteSchema = z.object({
  id: int32,
  name: text(50),
  addressLine1: text(50).optional(),
  addressLine2: text(50).optional(),
  city: text(50).optional(),
  zip: text(12).optional(),
  phoneNumber: text(30).optional(),
  primaryAddressFlag: z.boolean().optional(),
  defaultBillingFlag: z.boolean().optional(),
  ...inactive,
  company: reference,
  _info: info,
});
export const companySiteEntity = entity({
  resource: "companySite",
  typeName: "CompanySite",
  schema: companySiteSchema,
  references: { company: targets.company },
  computed: ["company"],
});

const typeAssociationSchema = z.object({ id: int32, type: reference, company: reference, _info: info });
export type TypeAssociation = z.infer<typeof typeAssociationSchema>;
export const typeAssociationEntity = entity({
  resource: "companyTypeAssociation",
  typeName: "CompanyTypeAssociation",
  schema: typeAssociationSchema,
  references: { type: targets.companyType, company: targets.company },
  computed: ["company"],
});

const agreementTypeSchema = z.object({
  ...named,
  ...inactive,
  billingCycle: reference.optional(),
  prorateFlag: z.boolean().optional(),
});
export const agreementTypeEntity = entity({
  resource: "agreementType",
  typeName: "AgreementType",
  schema: agreementTypeSchema,
  references: { billingCycle: targets.billingCycle },
});

const adjustmentSchema = z.object({
  id: int32,
  amount: decimal.optional(),
  description: text(1000).optional(),
  effectiveDate: day.optional(),
  agreementId: int32,
  customFields: customFields.optional(),
  _info: info,
});
export const agreementAdjustmentEntity = entity({
  resource: "agreementAdjustment",
  typeName: "Adjustment",
  schema: adjustmentSchema,
  computed: ["agreementId"],
});

const cycleLengths = [
  "Weekly",
  "BiWeekly",
  "Monthly",
  "BiMonthly",
  "Quarterly",
  "SemiAnnual",
  "Yearly",
  "NotRecurring",
] as const;

const billingCycleSchema = z.object({ ...named, identifier: text(5), billingOptions: z.enum(cycleLengths) });
export type BillingCycle = z.infer<typeof billingCycleSchema>;
export const billingCycleEntity = entity({
  resource: "billingCycle",
  typeName: "BillingCycle",
  schema: billingCycleSchema,
});

const currencySchema = z.object({
  id: int32,
  name: text(50),
  currencyCode: text(10),
  symbol: text(10).optional(),
  _info: info,
});
export const currencyEntity = entity({ resource: "currency", typeName: "Currency", schema: currencySchema });

const categorySchema = z.object({ ...named, ...inactive, integrationXref: text(50).optional() });
export const categoryEntity = entity({ resource: "category", typeName: "Category", schema: categorySchema });

const subcategorySchema = categorySchema.extend({ category: reference });
export const subcategoryEntity = entity({
  resource: "subCategory",
  typeName: "SubCategory",
  schema: subcategorySchema,
  references: { category: targets.category },
});

const productTypeSchema = z.object({
  ...named,
  ...inactive,
  typeXref: z.enum(["InventoryPart", "NonInventoryPart", "OtherCharge", "Service"]).optional(),
});
export const productTypeEntity = entity({
  resource: "productType",
  typeName: "ProductType",
  schema: productTypeSchema,
});

const unitOfMeasureSchema = z.object({ ...named, ...inactive, uomScheduleXref: text(31).optional() });
export const unitOfMeasureEntity = entity({
  resource: "unitOfMeasure",
  typeName: "UnitOfMeasure",
  schema: unitOfMeasureSchema,
});

const callbackSchema = z.object({
  id: int32,
  description: text(100).optional(),
  url: text(),
  objectId: int32,
  type: text(),
  level: text(),
  memberId: int32.optional(),
  payloadVersion: text().optional(),
  inactiveFlag: z.boolean().optional(),
  isSoapCallbackFlag: z.boolean().optional(),
  isSelfSuppressedFlag: z.boolean().optional(),
  connectWiseID: text().optional(),
  _info: info,
});
export type Callback = z.infer<typeof callbackSchema>;
export const callbackEntity = entity({
  resource: "callbackEntry",
  typeName: "CallbackEntry",
  schema: callbackSchema,
});
