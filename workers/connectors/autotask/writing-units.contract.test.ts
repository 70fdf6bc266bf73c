import type { UnitsPsa } from "../psa";
import { adjustment, autotaskSandbox, limits, servicesOf } from "../testing/autotask-site";
import { apiError } from "../testing/expect-error";

const { connect, place, control } = autotaskSandbox();

/** The contract, a service that is not on it, and the first day that may be adjusted. */
async function open() {
  const { agreement, agreementId, itemId } = await place();
  const { psa, calls } = connect();
  const { agreement: read } = await psa.services(agreement);
  return { psa, calls, agreement: read, agreementId, itemId, from: read.nextInvoiceDate ?? "" };
}

async function only(psa: UnitsPsa, agreementId: string, itemId: string) {
  const [service, ...others] = await servicesOf(psa, agreementId, itemId);
  expect(others).toEqual([]);
  if (!service) throw new Error("The service is not on the contract.");
  return service;
}

test("an adjustment puts a service onto the contract with its price and cost, to the contract's end", async () => {
  const { psa, agreement, agreementId, itemId, from } = await open();
  await psa.adjustUnits(adjustment(agreementId, itemId, from), limits);
  const service = await only(psa, agreementId, itemId);
  expect(service).toMatchObject({ agreementId, itemId, unitPrice: "34.55", unitCost: "28.19" });
  expect(service.rows[0]).toMatchObject({ from, units: "25", posted: false });
  expect(service.rows.at(-1)?.to).toBe(agreement.endDate);
  expect(await control().writes()).toEqual([
    expect.objectContaining({
      path: `/ATServicesRest/V1.0/Contracts/${agreementId}/ServiceAdjustments`,
      body: {
        contractID: Number(agreementId),
        serviceID: Number(itemId),
        effectiveDate: from,
        unitChange: 25,
        adjustedUnitPrice: 34.55,
        adjustedUnitCost: 28.19,
      },
    }),
  ]);
});

test("a change is signed, a price changes without units, and both are read back", async () => {
  const { psa, agreementId, itemId, from } = await open();
  await psa.adjustUnits(adjustment(agreementId, itemId, from), limits);
  const { id: serviceId, rows } = await only(psa, agreementId, itemId);
  const dates = rows.slice(1, 3).map((row) => row.from);
  const [second = "", third = ""] = dates;
  const less = { serviceId, unitChange: "-10", unitPrice: null, unitCost: null };
  await psa.adjustUnits(adjustment(agreementId, itemId, second, less), limits);
  const dearer = { serviceId, unitChange: "0", unitPrice: "35.1001", unitCost: "30" };
  await psa.adjustUnits(adjustment(agreementId, itemId, third, dearer), limits);
  const after = await only(psa, agreementId, itemId);
  expect(after).toMatchObject({ unitPrice: "35.1001", unitCost: "30" });
  expect(after.rows.map(({ units }) => units).slice(0, 3)).toEqual(["25", "15", "15"]);
  expect(after.rows[1]).toMatchObject({ priceAmount: "518.25", costAmount: "422.85" });
});

test("adjustments of one contract keep their distance", async () => {
  const { psa, agreementId, itemId, from } = await open();
  const slept: number[] = [];
  const { psa: paced } = connect({ sleep: async (ms) => void slept.push(ms) });
  await paced.adjustUnits(adjustment(agreementId, itemId, from), limits);
  const { rows } = await only(psa, agreementId, itemId);
  await paced.adjustUnits(adjustment(agreementId, itemId, rows[1]?.from ?? ""), limits);
  expect(slept).toEqual([400]);
});

test("the same service stands on a contract again only where the tenant allows it", async () => {
  const { psa, agreementId, itemId, from } = await open();
  await psa.adjustUnits(adjustment(agreementId, itemId, from), limits);
  const again = adjustment(agreementId, itemId, from, { repeat: true, unitPrice: "33" });
  expect(await apiError(psa.adjustUnits(again, limits))).toMatchObject({ kind: "rejected" });
  await control().settings({ autotask: { allowRepeatService: true } });
  await psa.adjustUnits(again, limits);
  const services = await servicesOf(psa, agreementId, itemId);
  expect(services.map(({ unitPrice }) => unitPrice)).toEqual(["34.55", "33"]);
});

test("what Autotask refuses is refused by its own code, and nothing is written", async () => {
  const { psa, agreement, agreementId, itemId, from } = await open();
  const late = `${Number(agreement.endDate?.slice(0, 4)) + 1}-01-01`;
  const refusals = [
    [adjustment(agreementId, itemId, late), { kind: "rejected", refusal: "agreement_ended" }],
    [adjustment(agreementId, itemId, from, { unitChange: "-1" }), { kind: "rejected" }],
    [adjustment(agreementId, "999999", from), { kind: "rejected", refusal: "psa_prerequisite_missing" }],
    [adjustment("999999", itemId, from), { kind: "not_found", refusal: "agreement_missing" }],
    [adjustment(agreementId, itemId, from, { unitChange: "1.5" }), { kind: "rejected" }],
  ] as const;
  for (const [refused, expected] of refusals) {
    expect(await apiError(psa.adjustUnits(refused, limits))).toMatchObject({
      ...expected,
      outcomeUnknown: false,
    });
  }
  expect(await control().writes()).toEqual([]);
});

test("a second adjustment on the same day is refused and changes nothing", async () => {
  const { psa, agreementId, itemId, from } = await open();
  await psa.adjustUnits(adjustment(agreementId, itemId, from), limits);
  expect(await apiError(psa.adjustUnits(adjustment(agreementId, itemId, from), limits))).toMatchObject({
    kind: "rejected",
    words: expect.stringContaining("duplicate data"),
  });
  expect((await only(psa, agreementId, itemId)).rows[0]).toMatchObject({ units: "25" });
});

test("a contract is extended, and its units with it", async () => {
  const { psa, agreement, agreementId, itemId, from } = await open();
  await psa.adjustUnits(adjustment(agreementId, itemId, from), limits);
  const endDate = `${Number(agreement.endDate?.slice(0, 4)) + 2}-06-30`;
  const extended = await psa.extendAgreement(agreementId, endDate, limits);
  expect(extended).toEqual({ ...agreement, endDate, nextInvoiceDate: null });
  expect((await only(psa, agreementId, itemId)).rows.at(-1)).toMatchObject({ to: endDate, units: "25" });
});

test("in another currency the selling price comes back as it was written", async () => {
  const { psa, agreement, agreementId, itemId, from } = await open();
  const currencies = await control().list("autotask/currencies");
  const other = currencies.find(({ name }) => name === "NZD");
  await control().edit(`autotask/companies/${agreement.companyId}`, { currencyID: other?.id });
  await psa.adjustUnits(adjustment(agreementId, itemId, from, { unitPrice: "33.33" }), limits);
  expect(await only(psa, agreementId, itemId)).toMatchObject({ unitPrice: "33.33" });
});
