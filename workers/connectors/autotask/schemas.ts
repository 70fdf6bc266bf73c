import { z } from "zod";
import { decimal, flag, id, orNull, plainDate, textOrNull } from "../wire/fields";

/** The fields that we use, and no others. */

/** Absent: nobody has switched it off. */
const active = z
  .boolean()
  .nullish()
  .transform((value) => value ?? true);

export const companySchema = z.object({
  id,
  companyName: z.string(),
  companyNumber: textOrNull,
  isActive: active,
  taxID: textOrNull,
  webAddress: textOrNull,
});
export const companyFields = Object.keys(companySchema.shape);

export const companyCurrencySchema = z.object({ id, currencyID: orNull(id) });
export const companyCurrencyFields = Object.keys(companyCurrencySchema.shape);

export const currencySchema = z.object({
  id,
  name: textOrNull,
  exchangeRate: orNull(decimal),
  isInternalCurrency: flag,
});
export const currencyFields = Object.keys(currencySchema.shape);

export const contractSchema = z.object({
  id,
  companyID: id,
  contractName: z.string(),
  contractType: id,
  contractPeriodType: orNull(id),
  status: id,
  startDate: orNull(plainDate),
  endDate: orNull(plainDate),
});
export const contractFields = Object.keys(contractSchema.shape);

export const serviceSchema = z.object({
  id,
  name: z.string(),
  /** Absent in tenants of an older version. */
  sku: textOrNull,
  unitPrice: orNull(decimal),
  unitCost: orNull(decimal),
  isActive: active,
});
const { sku: _sku, ...withoutSku } = serviceSchema.shape;
export const serviceFields = (hasSku: boolean) => Object.keys(hasSku ? serviceSchema.shape : withoutSku);

export const serviceNameSchema = z.object({ id, name: z.string() });
export const serviceNameFields = Object.keys(serviceNameSchema.shape);

/** Queries do not answer `adjustedPrice`: the price is told by the two amounts in the tenant's own currency. */
export const contractServiceSchema = z.object({
  id,
  contractID: id,
  serviceID: id,
  unitPrice: orNull(decimal),
  unitCost: orNull(decimal),
  internalCurrencyUnitPrice: orNull(decimal),
  internalCurrencyAdjustedPrice: decimal,
});
export const contractServiceFields = Object.keys(contractServiceSchema.shape);

export const contractIdSchema = z.object({ id });
export const contractIdFields = Object.keys(contractIdSchema.shape);

export const unitsSchema = z.object({
  id,
  contractID: id,
  contractServiceID: id,
  startDate: plainDate,
  endDate: plainDate,
  units: decimal,
  /** Of all units on the row's days. */
  price: orNull(decimal),
  cost: orNull(decimal),
  approveAndPostDate: textOrNull,
});
export const unitsFields = Object.keys(unitsSchema.shape);

export const chargeSchema = z.object({
  id,
  contractID: id,
  name: z.string(),
  datePurchased: plainDate,
  unitQuantity: orNull(decimal),
  unitPrice: orNull(decimal),
  unitCost: orNull(decimal),
  internalPurchaseOrderNumber: textOrNull,
  isBilled: orNull(z.boolean()),
});

export const billingCodeSchema = z.object({ id, name: z.string(), useType: orNull(id), isActive: active });
export const billingCodeFields = Object.keys(billingCodeSchema.shape);

const picklistValue = z.object({
  value: z.string(),
  label: z.string(),
  isDefaultValue: flag,
  isActive: active,
});
export const fieldsSchema = z.object({
  fields: z.array(z.object({ name: z.string(), picklistValues: orNull(z.array(picklistValue)) })),
});

/** One record by its id; a missing one is null. */
export const itemOf = <Schema extends z.ZodType>(row: Schema) => z.object({ item: row.nullable() });

export const createdSchema = z.object({ itemId: orNull(id) });
