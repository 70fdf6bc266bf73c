import { day, decimal, type Entity, flag, int, moment, readOnly, required, text } from "./field";
import { companyTypes } from "./picklists";

export const companies: Entity = {
  name: "Companies",
  typeName: "Company",
  fields: {
    id: int(readOnly),
    additionalAddressInformation: text(100),
    address1: text(128),
    address2: text(128),
    alternatePhone1: text(25),
    apiVendorID: int(readOnly),
    assetValue: decimal(),
    city: text(50),
    classification: int(),
    companyName: text(100, required),
    companyNumber: text(50),
    companyType: int({ required: true, picklist: companyTypes }),
    countryID: int(),
    createDate: moment(readOnly),
    createdByResourceID: int(readOnly),
    currencyID: int({ reference: "Currencies" }),
    fax: text(25),
    isActive: flag({ initially: true }),
    lastActivityDate: moment(readOnly),
    lastTrackedModifiedDateTime: moment(readOnly),
    marketSegmentID: int(),
    ownerResourceID: int(required),
    parentCompanyID: int({ reference: "Companies" }),
    phone: text(25, required),
    postalCode: text(10),
    state: text(40),
    taxID: text(50),
    taxRegionID: int(),
    territoryID: int(),
    webAddress: text(255),
  },
};

export const currencies: Entity = {
  name: "Currencies",
  typeName: "Currency",
  fields: {
    id: int(readOnly),
    name: text(3, readOnly),
    description: text(100, readOnly),
    exchangeRate: decimal(readOnly),
    isActive: flag(readOnly),
    isInternalCurrency: flag(readOnly),
    lastModifiedDateTime: day(readOnly),
  },
};
