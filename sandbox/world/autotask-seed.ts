import { autotaskContracts } from "./autotask-contracts";
import type { Calendar } from "./calendar";
import type { CustomerCompany } from "./connectwise-agreements";
import { billingCodes, currencies, enteredServices, vendors } from "./data/autotask";
import { productByKey, skuOf } from "./data/products";
import { otherCatalog } from "./data/psa";
import { uuidFrom } from "./random";
import type {
  AutotaskCompanySeed,
  AutotaskSeed,
  AutotaskServiceSeed,
  ConnectWiseCompanySeed,
  WorldMapping,
} from "./seed";

const companyIdsApart = 10_000;
const firstVendorId = 29_601;
const firstServiceId = 9001;
const firstOtherServiceId = 9101;
const aud = 1;
const customerType = 1;
const vendorType = 7;
const monthly = 2;

/** The same partner's Autotask tenant: the companies that ConnectWise knows, under other ids. */
export function autotaskSeed(
  pairs: CustomerCompany[],
  companies: ConnectWiseCompanySeed[],
  calendar: Calendar,
): { seed: AutotaskSeed; mappings: WorldMapping[] } {
  const services = [...productServices(), ...otherServices()];
  const customers = pairs.map(({ customer, company }) => ({ customer, company: autotaskCompany(company) }));
  const known = new Set(pairs.map(({ company }) => company.id));
  const others = companies.filter((company) => !known.has(company.id)).map(autotaskCompany);
  const { contracts, contractServices, contractIdOf } = autotaskContracts({
    customers,
    others,
    services,
    calendar,
  });
  return {
    seed: {
      currencies,
      companies: [...customers.map(({ company }) => company), ...others, ...vendors.map(vendor)],
      billingCodes,
      services,
      contracts,
      contractServices,
    },
    mappings: customers.flatMap(({ customer, company }) => {
      const agreementId = contractIdOf.get(customer.key);
      const tenantId = uuidFrom(`tenant ${customer.key}`);
      return agreementId === undefined ? [] : [{ tenantId, companyId: company.id, agreementId }];
    }),
  };
}

export function autotaskCompany(company: ConnectWiseCompanySeed): AutotaskCompanySeed {
  const id = company.id + companyIdsApart;
  return {
    id,
    companyName: company.name,
    companyNumber: company.accountNumber,
    companyType: customerType,
    phone: `07 5550 ${String(id).slice(-4)}`,
    webAddress: company.website,
    taxID: company.taxIdentifier,
    isActive: !company.inactive,
    currencyID: aud,
  };
}

function vendor(companyName: string, index: number): AutotaskCompanySeed {
  return {
    id: firstVendorId + index,
    companyName,
    companyNumber: "",
    companyType: vendorType,
    phone: `02 5550 ${String(index).padStart(4, "0")}`,
    webAddress: "",
    taxID: "",
    isActive: true,
    currencyID: aud,
  };
}

function productServices(): AutotaskServiceSeed[] {
  return enteredServices.map(({ product, price, cost }, index) => {
    const row = productByKey(product);
    return {
      id: firstServiceId + index,
      name: `${row.name} PC_${skuOf(row)}`,
      sku: skuOf(row),
      periodType: monthly,
      unitPrice: price ?? row.retailPrice,
      unitCost: cost ?? row.price,
      billingCodeID: 501,
      vendorCompanyID: firstVendorId,
      isActive: true,
    };
  });
}

function otherServices(): AutotaskServiceSeed[] {
  return otherCatalog.map((row, index) => ({
    id: firstOtherServiceId + index,
    name: row.description,
    sku: row.identifier,
    periodType: monthly,
    unitPrice: row.price,
    unitCost: row.cost,
    billingCodeID: 502,
    isActive: true,
  }));
}
