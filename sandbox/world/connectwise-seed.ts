import type { Calendar } from "./calendar";
import { billingAgreements, type CustomerCompany, managedAgreements } from "./connectwise-agreements";
import type { CustomerRow } from "./data/customers";
import { productByKey, skuOf } from "./data/products";
import { catalogedProducts, otherCatalog, otherCompanies } from "./data/psa";
import { registrationNumberOf } from "./prism-seed";
import type { ConnectWiseCatalogSeed, ConnectWiseCompanySeed, ConnectWiseSeed } from "./seed";

const firstCompanyId = 19301;
const firstOtherCompanyId = 19401;
const firstCatalogId = 501;
const firstOtherCatalogId = 601;

/** The PSA's side of the world: a company and an agreement for each customer, and a business beside PRISM. */
export function connectWiseSeed(customers: CustomerRow[], calendar: Calendar) {
  const pairs: CustomerCompany[] = customers.map((customer, index) => ({
    customer,
    company: companyFor(customer, firstCompanyId + index),
  }));
  const others = otherCompanies.map((row, index) => otherCompany(row, firstOtherCompanyId + index));
  const catalog = [...productItems(), ...otherItems()];
  const cloud = billingAgreements(pairs, catalog, calendar);
  const managed = managedAgreements(pairs, others, catalog, calendar);
  const seed: ConnectWiseSeed = {
    site: { companyId: "saltbush", companyName: "Saltbush IT Pty Ltd", currency: "AUD" },
    companies: [...pairs.map((pair) => pair.company), ...others],
    agreements: [...cloud.agreements, ...managed.agreements],
    catalog,
    additions: [...cloud.additions, ...managed.additions],
  };
  return { seed, agreementIdOf: cloud.agreementIdOf, pairs };
}

export function companyFor(customer: CustomerRow, id: number): ConnectWiseCompanySeed {
  const lacks = customer.psaLacks;
  const name = customer.psaName ?? customer.name;
  const number = registrationNumberOf(customer.key);
  const spaced = `${number.slice(0, 2)} ${number.slice(2, 5)} ${number.slice(5, 8)} ${number.slice(8)}`;
  return {
    id,
    identifier: name.replace(/[^A-Za-z]/g, "").slice(0, 25),
    name,
    website: lacks === "website" || lacks === "both" ? "" : `www.${customer.key}.example`,
    accountNumber: String(id - 18000),
    taxIdentifier: lacks === "taxIdentifier" || lacks === "both" ? "" : spaced,
    inactive: false,
  };
}

function otherCompany(row: (typeof otherCompanies)[number], id: number): ConnectWiseCompanySeed {
  return {
    id,
    identifier: row.identifier,
    name: row.name,
    website: `www.${row.identifier.toLowerCase()}.example`,
    accountNumber: String(id - 18000),
    taxIdentifier: "",
    inactive: row.inactive ?? false,
  };
}

function productItems(): ConnectWiseCatalogSeed[] {
  return catalogedProducts.map((entry, index) => {
    const product = productByKey(entry.product);
    return {
      id: firstCatalogId + index,
      identifier: entry.identifier,
      description: product.name,
      vendorSku: skuOf(product),
      price: entry.price ?? product.retailPrice,
      cost: entry.cost ?? product.price,
      productClass: "Agreement",
    };
  });
}

function otherItems(): ConnectWiseCatalogSeed[] {
  return otherCatalog.map((row, index) => ({
    id: firstOtherCatalogId + index,
    ...row,
    productClass: "Service",
  }));
}
