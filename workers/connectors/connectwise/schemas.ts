import { z } from "zod";
import { decimal, flag, id, orNull, plainDate, textOrNull } from "../wire/fields";

/** The fields that we use, and no others. ConnectWise leaves out what is null. */

const named = z.object({ name: textOrNull });
const withId = z.object({ id });

export const companySchema = z.object({
  id,
  identifier: z.string(),
  name: z.string(),
  status: orNull(withId),
  website: textOrNull,
  taxIdentifier: textOrNull,
  accountNumber: textOrNull,
  deletedFlag: flag,
});
export const companyFields = "id,identifier,name,status/id,website,taxIdentifier,accountNumber,deletedFlag";

export const companyStatusSchema = z.object({ id, inactiveFlag: flag });
export const companyStatusFields = "id,inactiveFlag";

export const agreementSchema = z.object({
  id,
  name: z.string(),
  type: orNull(named),
  company: withId,
  startDate: orNull(plainDate),
  endDate: orNull(plainDate),
  noEndingDateFlag: flag,
  cancelledFlag: flag,
  agreementStatus: textOrNull,
  billingCycle: orNull(named),
  billOneTimeFlag: flag,
  billStartDate: orNull(plainDate),
  prorateFlag: flag,
  /** Documented as text, not as a date: judged by the mapper. */
  nextInvoiceDate: textOrNull,
  periodType: textOrNull,
  currency: orNull(z.object({ currencyCode: textOrNull })),
});
export const agreementFields =
  "id,name,type/name,company/id,startDate,endDate,noEndingDateFlag,cancelledFlag,agreementStatus,billingCycle/name," +
  "billOneTimeFlag,billStartDate,prorateFlag,nextInvoiceDate,periodType,currency/currencyCode";

export const additionSchema = z.object({
  id,
  product: z.object({ id, identifier: textOrNull }),
  quantity: decimal,
  /** Absent: nothing is included. */
  lessIncluded: orNull(decimal),
  unitPrice: decimal,
  unitCost: decimal,
  billCustomer: z.string(),
  effectiveDate: plainDate,
  cancelledDate: orNull(plainDate),
  taxableFlag: flag,
  serialNumber: textOrNull,
  description: textOrNull,
});
export const additionFields =
  "id,product/id,product/identifier,quantity,lessIncluded,unitPrice,unitCost,billCustomer,effectiveDate," +
  "cancelledDate,taxableFlag,serialNumber,description";

export const catalogItemSchema = z.object({
  id,
  identifier: z.string(),
  description: textOrNull,
  vendorSku: textOrNull,
  /** Absent: never set, which bills as nothing. */
  price: orNull(decimal),
  cost: orNull(decimal),
  inactiveFlag: flag,
});
export const catalogItemFields = "id,identifier,description,vendorSku,price,cost,inactiveFlag";

/** Tables of the set-up: subcategories and types of products. */
export const setupRowSchema = z.object({ id, name: z.string(), inactiveFlag: flag });
export const setupRowFields = "id,name,inactiveFlag";

export const systemInfoSchema = z.object({ version: textOrNull });
