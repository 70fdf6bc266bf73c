import { connectWiseSandbox } from "../testing/connectwise-site";
import { all, apiError } from "../testing/expect-error";

const { connect, place, control, endpoints } = connectWiseSandbox();

test("companies come with what matches them, and inactive ones are marked", async () => {
  const companies = await all(connect().psa.companies());
  const seeded = await control().list("connectwise/companies");
  expect(companies.map(({ id }) => id)).toEqual(seeded.map(({ id }) => String(id)));
  expect(companies.some((company) => company.inactive)).toBe(true);
  expect(companies.some((company) => !company.inactive && company.website && company.taxIdentifier)).toBe(
    true,
  );
});

test("agreements come with how and when they bill", async () => {
  const agreements = await all(connect().psa.agreements());
  expect(new Set(agreements.map(({ billed }) => billed))).toEqual(new Set(["in_arrears", "in_advance"]));
  for (const agreement of agreements) {
    expect(agreement).toMatchObject({ cycleMonths: 1, status: "active", currency: "AUD" });
    expect(agreement.nextInvoiceDate).toMatch(/^2026-\d\d-01$/);
    expect(agreement.companyId).toMatch(/^\d+$/);
  }
});

test.each([
  [{ endDate: "2020-01-31" }, { status: "ended", endDate: "2020-01-31" }],
  [{ cancelledFlag: true }, { status: "cancelled" }],
  [{ periodType: "Both" }, { billed: null }],
  [{ prorateFlag: false }, { prorates: false }],
  [{ billOneTimeFlag: true }, { oneTime: true }],
  [{ nextInvoiceDate: null }, { nextInvoiceDate: null }],
])("an agreement with %j is read as %j", async (edit, expected) => {
  const { agreementId } = await place();
  await control().edit(`connectwise/agreements/${agreementId}`, edit);
  expect(await connect().psa.agreement(agreementId)).toMatchObject(expected);
});

test("items come with exact prices, and can be found by their vendor SKU", async () => {
  const { itemId, sku } = await place();
  await control().edit(`connectwise/catalog/${itemId}`, { price: 1234.1, cost: 0.005 });
  const { psa } = connect();
  const item = { id: itemId, vendorSku: sku, unitPrice: "1234.1", unitCost: "0.005", inactive: false };
  expect(await psa.item(itemId)).toMatchObject(item);
  expect(await psa.itemsBySku(sku)).toEqual([expect.objectContaining(item)]);
  expect(await psa.itemsBySku(`${sku}X`)).toEqual([]);
  expect(await psa.itemsBySku(`it's "quoted`).catch((error) => error.kind)).toBe("rejected");
});

test("what is not there any more is null", async () => {
  const { agreementId } = await place();
  const { psa } = connect();
  expect(await psa.agreement("999999")).toBeNull();
  expect(await psa.item("999999")).toBeNull();
  expect(await psa.line(agreementId, "999999")).toBeNull();
});

test("lines of an agreement that is not there are an error that says so", async () => {
  expect(await apiError(connect().psa.lines("999999"))).toMatchObject({
    kind: "not_found",
    refusal: "agreement_missing",
    words: "ConnectWise has no agreement 999999 any more.",
  });
});

test("a list of more than a thousand is read whole, and proven by its count", async () => {
  const { agreementId, itemId, from } = await place();
  const addition = {
    agreementId: Number(agreementId),
    product: { id: Number(itemId) },
    effectiveDate: from,
  };
  const more = { billCustomer: "Billable", quantity: 1, unitPrice: 1, unitCost: 1 };
  const numbers = Array.from({ length: 1_005 }, (_, number) => number);
  await Promise.all(
    numbers.map((number) =>
      control().create("connectwise/additions", { ...addition, ...more, serialNumber: `S${number}` }),
    ),
  );
  const { psa, calls } = connect();
  const lines = await psa.lines(agreementId);
  const ours = lines.filter((line) => line.reference?.startsWith("S"));
  expect(new Set(ours.map((line) => line.reference)).size).toBe(1_005);
  const path = `/v2025_1/apis/3.0/finance/agreements/${agreementId}/additions`;
  expect(calls.map((call) => call.path).slice(-3)).toEqual([path, path, `${path}/count`]);
}, 30_000);

test("a bulk read takes one call a page, after the one that finds the site", async () => {
  const { psa, calls } = connect();
  await all(psa.agreements());
  await all(psa.items());
  expect(calls.map((call) => call.path)).toEqual([
    `/login/companyinfo/${endpoints().connectwise.companyId}`,
    "/v2025_1/apis/3.0/finance/agreements",
    "/v2025_1/apis/3.0/procurement/catalog",
  ]);
});
