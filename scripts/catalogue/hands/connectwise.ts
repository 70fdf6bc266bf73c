import { type Rig, testUsageMonth } from "@/scripts/testing/rig";
import { billOnce } from "./bill-once";
import type { Hands } from "./hands";

const service = "connectwise";
const quarterly = 2;
const monthly = 1;
const inactive = 2;

/** In ConnectWise; the agreement types, cycles and statuses are those that the sandbox's site has from the start. */
export function connectWiseHands(rig: Rig): Hands {
  const { control } = rig;
  const additionsOf = async (agreementId: string) =>
    (await control.ourAdditions()).filter((addition) => String(addition.agreementId) === agreementId);

  async function ourAddition({ agreementId }: { agreementId: string }) {
    const [addition, ...others] = await additionsOf(agreementId);
    if (!addition || others.length > 0)
      throw new Error(`There is not one addition of ours on ${agreementId}.`);
    return addition;
  }

  return {
    addAgreement: async ({ companyId }, { startsOn = "2026-01-01", endsOn, cycle, wrongKind }) => {
      const id = await control.create(service, "agreements", {
        name: "Licences",
        type: { id: 1 },
        company: { id: Number(companyId) },
        contact: { id: 1 },
        startDate: startsOn,
        billStartDate: startsOn,
        ...(endsOn && { endDate: endsOn }),
        ...(wrongKind && { billOneTimeFlag: true }),
        billingCycle: { id: cycle === "quarterly" ? quarterly : monthly },
        periodType: "Current",
        nextInvoiceDate: "2026-11-01",
        prorateFlag: true,
      });
      return String(id);
    },
    endAgreement: (id, endDate) => control.edit(service, "agreements", id, { endDate }),
    bill: (agreementId) => billOnce(control, service, { agreementIds: [Number(agreementId)] }),
    billInOtherCurrency: async ({ agreementId }) => {
      const nzd = { name: "NZD", currencyCode: "NZD", symbol: "$" };
      const id = await control.create(service, "currencies", nzd);
      await control.edit(service, "agreements", agreementId, { currency: { id } });
    },
    skus: async () => new Set((await control.entities(service, "catalog")).map(({ vendorSku }) => vendorSku)),
    itemOf: async (sku) => {
      const item = (await control.entities(service, "catalog")).find(({ vendorSku }) => vendorSku === sku);
      if (!item) throw new Error(`ConnectWise has no item for ${sku}.`);
      return String(item.id);
    },
    addItem: async (vendorSku, name) => {
      const id = await control.create(service, "catalog", {
        identifier: name,
        description: name,
        customerDescription: name,
        subcategory: { id: 1 },
        type: { id: 1 },
        productClass: "NonInventory",
        vendorSku,
        price: 1,
        cost: 1,
      });
      return String(id);
    },
    forgetSku: async (sku) => {
      const items = await control.entities(service, "catalog");
      for (const { id } of items.filter(({ vendorSku }) => vendorSku === sku)) {
        await control.edit(service, "catalog", Number(id), { vendorSku: "" });
      }
    },
    setItemInactive: (id, inactiveFlag) => control.edit(service, "catalog", id, { inactiveFlag }),
    addLine: async (agreementId, itemId, quantity) => {
      const id = await control.create(service, "additions", {
        agreementId: Number(agreementId),
        product: { id: Number(itemId) },
        billCustomer: "Billable",
        quantity,
        unitPrice: 10,
        unitCost: 8,
        effectiveDate: testUsageMonth,
      });
      return String(id);
    },
    ourLine: async (of) => String((await ourAddition(of)).id),
    changeQuantity: async (of, by) => {
      const { id, quantity } = await ourAddition(of);
      await control.edit(service, "additions", id, { quantity: quantity + by });
    },
    removeOurLine: async (of) => control.remove(service, "additions", (await ourAddition(of)).id),
    companyName: async (id) =>
      String((await control.entities(service, "companies")).find((one) => String(one.id) === id)?.name),
    addCompany: async (name) => {
      const identifier = `Twin${name.replaceAll(/\W/g, "")}`.slice(0, 25);
      return String(await control.create(service, "companies", { identifier, name }));
    },
    retireCompany: (id) => control.edit(service, "companies", id, { status: { id: inactive } }),
  };
}
