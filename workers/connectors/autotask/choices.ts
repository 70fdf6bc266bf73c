import type { PsaChoice } from "../psa";
import { everything, idEquals } from "./client/filter";
import { collect, queryRows } from "./client/pages";
import type { Autotask } from "./context";
import { plain } from "./picklists";
import { billingCodeFields, billingCodeSchema, companyFields, companySchema } from "./schemas";

/** What a billing code is for, by the label of its use: only these two can be put on services and on charges. */
const kindsByUse: Readonly<Record<string, PsaChoice["kind"]>> = {
  recurringcontractservicecode: "service_billing_code",
  recurringcontractservice: "service_billing_code",
  materialcostcode: "charge_billing_code",
  materialcode: "charge_billing_code",
};

/** Billing codes for services and for charges, and companies that are vendors; inactive ones are marked. */
export async function readChoices(autotask: Autotask): Promise<PsaChoice[]> {
  return [...(await readBillingCodes(autotask)), ...(await readVendors(autotask))];
}

async function readBillingCodes({ client, picklists }: Autotask): Promise<PsaChoice[]> {
  const uses = await picklists.labels("BillingCodes", "useType");
  const query = { filter: everything, fields: billingCodeFields };
  const codes = await collect(queryRows(client, "BillingCodes", billingCodeSchema, query));
  return codes.flatMap(({ id, name, useType, isActive }) => {
    const kind = useType === null ? undefined : kindsByUse[plain(uses.get(useType) ?? "")];
    return kind ? [{ kind, id, name, inactive: !isActive }] : [];
  });
}

async function readVendors({ client, picklists }: Autotask): Promise<PsaChoice[]> {
  const types = await picklists.values("Companies", "companyType");
  const vendor = types.find(({ label }) => plain(label) === "vendor");
  if (!vendor) return [];
  const query = { filter: [idEquals("companyType", vendor.value)], fields: companyFields };
  const companies = await collect(queryRows(client, "Companies", companySchema, query));
  return companies.map(({ id, companyName, isActive }) => ({
    kind: "vendor",
    id,
    name: companyName,
    inactive: !isActive,
  }));
}
