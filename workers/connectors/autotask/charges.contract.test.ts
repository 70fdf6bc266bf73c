import type { NewCharge } from "../psa";
import { autotaskSandbox, limits } from "../testing/autotask-site";
import { apiError } from "../testing/expect-error";

const { connect, place, control } = autotaskSandbox();

const charge: NewCharge = {
  reference: "2f295b21-0000-4000-8000-000000000001:azure:08",
  itemId: null,
  billingCodeId: "514",
  name: "Azure usage",
  from: "2026-09-01",
  to: "2026-09-30",
  costAmount: "81.2345",
  priceAmount: "-97.48",
};

test("a charge is created with all it needs, and read back as it was answered", async () => {
  const { agreementId } = await place();
  const { psa } = connect();
  const created = await psa.createCharge(agreementId, charge, limits);
  expect(created).toEqual({
    id: expect.any(String),
    agreementId,
    reference: charge.reference,
    name: "Azure usage",
    from: "2026-09-01",
    to: null,
    costAmount: "81.2345",
    priceAmount: "-97.48",
    billed: false,
  });
  expect(await psa.charges(agreementId)).toContainEqual(created);
  expect(await control().get(`autotask/contractCharges/${created.id}`)).toMatchObject({
    description: "Azure usage\n2026-09-01 – 2026-09-30",
    unitQuantity: 1,
    isBillableToCompany: true,
    billingCodeID: 514,
    chargeType: 1,
    status: 7,
  });
});

test("what is posted is billed, and charges of others without a reference are not ours to see", async () => {
  const { agreementId } = await place();
  const { psa } = connect();
  await psa.createCharge(agreementId, charge, limits);
  await control().create("autotask/contractCharges", {
    contractID: Number(agreementId),
    name: "Cables",
    datePurchased: "2026-09-03",
    unitQuantity: 2,
    unitPrice: 10,
    billingCodeID: 513,
    chargeType: 1,
  });
  await control().bill({ service: "autotask", agreementIds: [Number(agreementId)], until: "2027-01-31" });
  expect(await psa.charges(agreementId)).toEqual([
    expect.objectContaining({ name: "Azure usage", billed: true }),
  ]);
});

test("a charge without a billing code, or with a reference that does not fit, is refused before anything is sent", async () => {
  const { agreementId } = await place();
  const { psa } = connect();
  const refused = (change: Partial<NewCharge>) =>
    apiError(psa.createCharge(agreementId, { ...charge, ...change }, limits));
  expect(await refused({ billingCodeId: null })).toMatchObject({ refusal: "billing_code_missing" });
  expect(await refused({ reference: "x".repeat(51) })).toMatchObject({ kind: "rejected" });
  expect(await control().writes()).toEqual([]);
});
