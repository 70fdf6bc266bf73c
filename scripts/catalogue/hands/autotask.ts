import { type Rig, testUsageMonth } from "@/scripts/testing/rig";
import { billOnce } from "./bill-once";
import type { Hands } from "./hands";

const service = "autotask";
const timeAndMaterials = 1;
const recurringService = 7;
const monthly = 2;
const quarterly = 3;

/** In Autotask; contract types and period types are those of the sandbox's picklists. */
export function autotaskHands(rig: Rig): Hands {
  const { control } = rig;

  async function serviceOf(sku: string): Promise<string> {
    const found = (await control.entities(service, "services")).find((one) => one.sku === sku);
    if (!found) throw new Error(`Autotask has no service for ${sku}.`);
    return String(found.id);
  }

  async function contractServiceOf(contractId: string, serviceId: string): Promise<string> {
    const found = (await control.entities(service, "contractServices")).find(
      (one) => String(one.contractID) === contractId && String(one.serviceID) === serviceId,
    );
    if (!found) throw new Error(`Contract ${contractId} has no service ${serviceId}.`);
    return String(found.id);
  }

  return {
    addAgreement: async (
      { companyId },
      { startsOn = "2026-01-01", endsOn = "2027-12-31", cycle, wrongKind },
    ) => {
      const id = await control.create(service, "contracts", {
        contractName: "Licences",
        companyID: Number(companyId),
        contractType: wrongKind ? timeAndMaterials : recurringService,
        contractPeriodType: cycle === "quarterly" ? quarterly : monthly,
        status: 1,
        startDate: startsOn,
        endDate: endsOn,
        timeReportingRequiresStartAndStopTimes: 0,
      });
      return String(id);
    },
    endAgreement: (id, endDate) => control.edit(service, "contracts", id, { endDate }),
    bill: (contractId) => billOnce(control, service, { contractIds: [Number(contractId)] }),
    billInOtherCurrency: async ({ companyId }) => {
      const currencies = await control.entities(service, "currencies");
      const nzd = currencies.find(({ name }) => name === "NZD");
      await control.edit(service, "companies", companyId, { currencyID: nzd?.id });
    },
    skus: async () => new Set((await control.entities(service, "services")).map(({ sku }) => sku)),
    itemOf: serviceOf,
    addItem: async (sku, name) => {
      const id = await control.create(service, "services", {
        name,
        sku,
        billingCodeID: Number(rig.programSync.serviceBillingCodeId),
        unitPrice: 1,
        unitCost: 1,
        periodType: monthly,
        isActive: true,
      });
      return String(id);
    },
    forgetSku: async (sku) => {
      const services = await control.entities(service, "services");
      for (const { id } of services.filter((one) => one.sku === sku)) {
        await control.edit(service, "services", Number(id), { sku: "" });
      }
    },
    setItemInactive: (id, inactive) => control.edit(service, "services", id, { isActive: !inactive }),
    addLine: async (contractId, serviceId, unitChange) => {
      await adjust(rig, { contractID: Number(contractId), serviceID: Number(serviceId), unitChange });
      return contractServiceOf(contractId, serviceId);
    },
    ourLine: async ({ agreementId, line }) => contractServiceOf(agreementId, await serviceOf(line.sku)),
    changeQuantity: async ({ agreementId, line }, by) => {
      const serviceID = Number(await serviceOf(line.sku));
      await adjust(rig, { contractID: Number(agreementId), serviceID, unitChange: by }, "2026-10-05");
    },
    removeOurLine: async ({ agreementId, line }) =>
      control.remove(
        service,
        "contractServices",
        await contractServiceOf(agreementId, await serviceOf(line.sku)),
      ),
    companyName: async (id) =>
      String(
        (await control.entities(service, "companies")).find((one) => String(one.id) === id)?.companyName,
      ),
    addCompany: async (companyName) =>
      String(
        await control.create(service, "companies", {
          companyName,
          companyType: 1,
          phone: "1",
          ownerResourceID: 1,
        }),
      ),
    retireCompany: (id) => control.edit(service, "companies", id, { isActive: false }),
  };
}

type UnitsChange = { contractID: number; serviceID: number; unitChange: number };

async function adjust(rig: Rig, change: UnitsChange, effectiveDate = testUsageMonth): Promise<void> {
  await rig.control.adjustUnits({ ...change, effectiveDate });
}
