import { z } from "zod";
import { entity, targets } from "./entity";
import { billing, customFields, day, decimal, info, int32, outsideReference, reference, text } from "./parts";

const applicationFields = {
  applicationUnits: z.enum(["Amount", "Hours", "Incidents"]).optional(),
  applicationLimit: decimal.optional(),
  applicationCycle: z
    .enum([
      "Contract2Weeks",
      "Contract4Weeks",
      "ContractYear",
      "CalendarMonth",
      "CalendarQuarter",
      "CalendarWeek",
      "ContractQuarter",
      "CalendarYear",
    ])
    .optional(),
  applicationUnlimitedFlag: z.boolean().optional(),
  oneTimeFlag: z.boolean().optional(),
  coverAgreementTime: z.boolean().optional(),
  coverAgreementProduct: z.boolean().optional(),
  coverAgreementExpense: z.boolean().optional(),
  coverSalesTax: z.boolean().optional(),
  carryOverUnused: z.boolean().optional(),
  allowOverruns: z.boolean().optional(),
  expiredDays: int32.optional(),
  limit: int32.optional(),
  expireWhenZero: z.boolean().optional(),
  chargeToFirm: z.boolean().optional(),
  employeeCompRate: z.enum(["Actual", "Hourly"]).optional(),
  employeeCompNotExceed: z.enum(["Billing", "Amount", "Percent"]).optional(),
  compHourlyRate: decimal.optional(),
  compLimitAmount: decimal.optional(),
};

const partyFields = {
  site: outsideReference.optional(),
  subContractCompany: reference.optional(),
  subContractContact: outsideReference.optional(),
  billToCompany: reference.optional(),
  billToContact: outsideReference.optional(),
  billToSite: outsideReference.optional(),
  shipToCompany: reference.optional(),
  shipToContact: outsideReference.optional(),
  shipToSite: outsideReference.optional(),
};

const billingFields = {
  billingCycle: reference.optional(),
  /** Billed once and never again. */
  billOneTimeFlag: z.boolean().optional(),
  billingTerms: outsideReference.optional(),
  invoicingCycle: z.enum(["ContractYear", "CalendarYear"]).optional(),
  billAmount: decimal.optional(),
  taxable: z.boolean().optional(),
  prorateFirstBill: decimal.optional(),
  billStartDate: day.optional(),
  taxCode: outsideReference.optional(),
  restrictDownPayment: z.boolean().optional(),
  /** Whether an addition that covers a part of a cycle is billed for its days only. */
  prorateFlag: z.boolean().optional(),
  invoiceProratedAdditionsFlag: z.boolean().optional(),
  invoiceDescription: text().optional(),
  topComment: z.boolean().optional(),
  bottomComment: z.boolean().optional(),
  invoiceTemplate: outsideReference.optional(),
  billTime: billing.optional(),
  billExpenses: billing.optional(),
  billProducts: billing.optional(),
  billableTimeInvoice: z.boolean().optional(),
  billableExpenseInvoice: z.boolean().optional(),
  billableProductInvoice: z.boolean().optional(),
  currency: reference.optional(),
  /** Current bills the cycle that ends before nextInvoiceDate, Future the one that starts on it. */
  periodType: z.enum(["Current", "Future", "Both", "Undefined"]).optional(),
  autoInvoiceFlag: z.boolean().optional(),
  nextInvoiceDate: day.optional(),
};

export const agreementSchema = z.object({
  id: int32,
  name: text(100),
  type: reference,
  company: reference,
  contact: outsideReference,
  ...partyFields,
  parentAgreement: reference.optional(),
  customerPO: text(50).optional(),
  location: outsideReference.optional(),
  department: outsideReference.optional(),
  restrictLocationFlag: z.boolean().optional(),
  restrictDepartmentFlag: z.boolean().optional(),
  startDate: day.optional(),
  /** The last day. */
  endDate: day.optional(),
  noEndingDateFlag: z.boolean().optional(),
  opportunity: outsideReference.optional(),
  cancelledFlag: z.boolean().optional(),
  dateCancelled: day.optional(),
  reasonCancelled: text(100).optional(),
  sla: outsideReference.optional(),
  workOrder: text(20).optional(),
  internalNotes: text().optional(),
  ...applicationFields,
  ...billingFields,
  workRole: outsideReference.optional(),
  workType: outsideReference.optional(),
  projectType: outsideReference.optional(),
  companyLocation: outsideReference.optional(),
  agreementStatus: z.enum(["Active", "Cancelled", "Expired", "Inactive"]).optional(),
  customFields: customFields.optional(),
  _info: info,
});

export type Agreement = z.infer<typeof agreementSchema>;
export type AgreementStatus = NonNullable<Agreement["agreementStatus"]>;

export const agreementEntity = entity({
  resource: "agreement",
  typeName: "Agreement",
  schema: agreementSchema,
  references: {
    type: targets.agreementType,
    company: targets.company,
    parentAgreement: targets.agreement,
    subContractCompany: targets.company,
    billToCompany: targets.company,
    shipToCompany: targets.company,
    billingCycle: targets.billingCycle,
    currency: targets.currency,
  },
  computed: ["agreementStatus"],
});
