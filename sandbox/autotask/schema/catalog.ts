import { decimal, type Entity, flag, int, moment, readOnly, required, text } from "./field";
import { billingCodeUses, periodTypes, productBillingTypes } from "./picklists";

const catalogNumbers = {
  sku: text(50),
  catalogNumberPartNumber: text(50),
  externalID: text(50),
  internalID: text(50),
  manufacturerServiceProvider: text(100),
  manufacturerServiceProviderProductNumber: text(50),
  url: text(500),
} as const;

const recorded = {
  createDate: moment(readOnly),
  creatorResourceID: int(readOnly),
  lastModifiedDate: moment(readOnly),
  updateResourceID: int(readOnly),
} as const;

export const services: Entity = {
  name: "Services",
  typeName: "Service",
  fields: {
    id: int(readOnly),
    billingCodeID: int({ required: true, reference: "BillingCodes" }),
    description: text(400),
    invoiceDescription: text(1000),
    isActive: flag({ initially: true }),
    markupRate: decimal(readOnly),
    name: text(100, required),
    periodType: int({ required: true, picklist: periodTypes }),
    serviceLevelAgreementID: int(),
    unitCost: decimal({ initially: 0 }),
    unitPrice: decimal(required),
    vendorCompanyID: int({ reference: "Companies" }),
    ...catalogNumbers,
    ...recorded,
  },
};

export const serviceBundles: Entity = {
  name: "ServiceBundles",
  typeName: "ServiceBundle",
  fields: {
    id: int(readOnly),
    billingCodeID: int({ required: true, reference: "BillingCodes" }),
    description: text(200),
    invoiceDescription: text(1000),
    isActive: flag({ initially: true }),
    name: text(100, required),
    percentageDiscount: decimal(),
    periodType: int({ required: true, picklist: periodTypes }),
    serviceLevelAgreementID: int(),
    unitCost: decimal(readOnly),
    unitDiscount: decimal(),
    unitPrice: decimal(readOnly),
    ...catalogNumbers,
    ...recorded,
  },
};

export const products: Entity = {
  name: "Products",
  typeName: "Product",
  fields: {
    id: int(readOnly),
    billingType: int({ picklist: productBillingTypes }),
    description: text(2000),
    externalProductID: text(50),
    internalProductID: text(50),
    isActive: flag({ required: true, initially: true }),
    isSerialized: flag({ required: true, initially: false }),
    link: text(500),
    manufacturerName: text(100),
    manufacturerProductName: text(50),
    name: text(100, required),
    periodType: int({ picklist: periodTypes }),
    productBillingCodeID: int({ required: true, reference: "BillingCodes" }),
    productCategory: int(),
    sku: text(50),
    unitCost: decimal(),
    unitPrice: decimal(),
    vendorProductNumber: text(50),
  },
};

export const billingCodes: Entity = {
  name: "BillingCodes",
  typeName: "BillingCode",
  fields: {
    id: int(readOnly),
    billingCodeType: int(readOnly),
    department: int(readOnly),
    description: text(500, readOnly),
    externalNumber: text(100, readOnly),
    generalLedgerAccount: int(readOnly),
    isActive: flag(readOnly),
    isExcludedFromNewContracts: flag(readOnly),
    markupRate: decimal(readOnly),
    name: text(200, readOnly),
    taxCategoryID: int(readOnly),
    unitCost: decimal(readOnly),
    unitPrice: decimal(readOnly),
    useType: int({ readOnly: true, picklist: billingCodeUses }),
  },
};
