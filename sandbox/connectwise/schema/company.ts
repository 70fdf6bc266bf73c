import { z } from "zod";
import { entity, targets } from "./entity";
import {
  customFields,
  decimal,
  info,
  int32,
  intBetween,
  moment,
  outsideReference,
  reference,
  text,
} from "./parts";

const addressFields = {
  addressLine1: text(50).optional(),
  addressLine2: text(50).optional(),
  city: text(50).optional(),
  state: text(50).optional(),
  zip: text(12).optional(),
  country: outsideReference.optional(),
};

const userDefinedFields = {
  userDefinedField1: text(50).optional(),
  userDefinedField2: text(50).optional(),
  userDefinedField3: text(50).optional(),
  userDefinedField4: text(50).optional(),
  userDefinedField5: text(50).optional(),
  userDefinedField6: text(50).optional(),
  userDefinedField7: text(50).optional(),
  userDefinedField8: text(50).optional(),
  userDefinedField9: text(50).optional(),
  userDefinedField10: text(50).optional(),
};

const billingFields = {
  taxCode: outsideReference.optional(),
  billingTerms: outsideReference.optional(),
  invoiceTemplate: outsideReference.optional(),
  pricingSchedule: outsideReference.optional(),
  companyEntityType: outsideReference.optional(),
  billToCompany: reference.optional(),
  billingSite: outsideReference.optional(),
  billingContact: outsideReference.optional(),
  invoiceDeliveryMethod: outsideReference.optional(),
  invoiceToEmailAddress: text().optional(),
  invoiceCCEmailAddress: text().optional(),
  currency: reference.optional(),
};

export const companySchema = z.object({
  id: int32,
  identifier: text(30),
  name: text(50),
  status: reference.optional(),
  ...addressFields,
  phoneNumber: text(30).optional(),
  faxNumber: text(30).optional(),
  website: text(255).optional(),
  territory: outsideReference.optional(),
  market: outsideReference.optional(),
  accountNumber: text().optional(),
  defaultContact: outsideReference.optional(),
  dateAcquired: moment.optional(),
  sicCode: outsideReference.optional(),
  parentCompany: reference.optional(),
  annualRevenue: decimal.optional(),
  numberOfEmployees: int32.optional(),
  yearEstablished: intBetween(1900, 9999).optional(),
  revenueYear: int32.optional(),
  ownershipType: outsideReference.optional(),
  timeZoneSetup: outsideReference.optional(),
  leadSource: text(50).optional(),
  leadFlag: z.boolean().optional(),
  unsubscribeFlag: z.boolean().optional(),
  calendar: outsideReference.optional(),
  ...userDefinedFields,
  vendorIdentifier: text().optional(),
  taxIdentifier: text().optional(),
  ...billingFields,
  deletedFlag: z.boolean().optional(),
  dateDeleted: moment.optional(),
  deletedBy: text().optional(),
  mobileGuid: text().optional(),
  facebookUrl: text().optional(),
  twitterUrl: text().optional(),
  linkedInUrl: text().optional(),
  territoryManager: outsideReference.optional(),
  resellerIdentifier: text().optional(),
  isVendorFlag: z.boolean().optional(),
  /** Taken on creation only; afterwards types change through typeAssociations. */
  types: z.array(reference).optional(),
  site: outsideReference.optional(),
  integratorTags: z.array(z.string()).optional(),
  customFields: customFields.optional(),
  _info: info,
});

export type Company = z.infer<typeof companySchema>;

export const companyEntity = entity({
  resource: "company",
  typeName: "Company",
  schema: companySchema,
  references: {
    status: targets.companyStatus,
    types: targets.companyType,
    parentCompany: targets.company,
    billToCompany: targets.company,
    currency: targets.currency,
  },
  computed: ["deletedFlag", "dateDeleted", "deletedBy", "mobileGuid"],
});
