import { autotaskSandbox } from "../testing/autotask-site";
import { all, apiError } from "../testing/expect-error";

const { connect, place, control, endpoints } = autotaskSandbox();

test("companies come with what matches them, and inactive ones are marked", async () => {
  const companies = await all(connect().psa.companies());
  const seeded = await control().list("autotask/companies");
  expect(companies.map(({ id }) => id)).toEqual(seeded.map(({ id }) => String(id)));
  expect(companies.some((company) => company.inactive)).toBe(true);
  expect(companies.some((company) => !company.inactive && company.website && company.taxIdentifier)).toBe(
    true,
  );
});

test("recurring-service contracts come with their period and currency, others are no place for lines", async () => {
  const agreements = await all(connect().psa.agreements());
  const ours = agreements.filter(({ typeName }) => typeName === "Recurring Service");
  expect(ours.length).toBeGreaterThan(0);
  for (const agreement of ours) {
    expect(agreement).toMatchObject({
      billed: "as_posted",
      cycleMonths: expect.any(Number),
      currency: "AUD",
      oneTime: false,
      nextInvoiceDate: null,
    });
    expect(agreement.startDate).toMatch(/^\d{4}-\d\d-\d\d$/);
  }
  const others = agreements.filter(({ typeName }) => typeName !== "Recurring Service");
  expect(others.length).toBeGreaterThan(0);
  expect(others.filter(({ billed }) => billed !== null)).toEqual([]);
});

test("a fixed-price contract takes charges only", async () => {
  const { agreement } = await place();
  const fixed = await control().create("autotask/contracts", {
    companyID: Number(agreement.companyId),
    contractName: "Annual commitments",
    contractType: 3,
    status: 1,
    startDate: "2026-01-01",
    endDate: "2026-12-31",
    timeReportingRequiresStartAndStopTimes: 0,
  });
  expect(await connect().psa.agreement(String(fixed.id))).toMatchObject({
    oneTime: true,
    billed: null,
    typeName: "Fixed Price",
  });
});

test("one contract is read as the list has it", async () => {
  const { agreement } = await place();
  expect(await connect().psa.agreement(agreement.id)).toEqual(agreement);
});

test.each([
  [{ status: 0 }, { status: "inactive" }],
  [{ endDate: "2026-08-31" }, { status: "ended", endDate: "2026-08-31" }],
])("a contract with %j is read as %j", async (edit, expected) => {
  const contracts = await control().list("autotask/contracts");
  const support = contracts.find(({ contractType }) => contractType === 1);
  await control().edit(`autotask/contracts/${support?.id}`, edit);
  expect(await connect().psa.agreement(String(support?.id))).toMatchObject(expected);
});

test("a company's own currency is its contracts'", async () => {
  const { agreement } = await place();
  const currencies = await control().list("autotask/currencies");
  const other = currencies.find(({ name }) => name === "NZD");
  await control().edit(`autotask/companies/${agreement.companyId}`, { currencyID: other?.id });
  expect(await connect().psa.agreement(agreement.id)).toMatchObject({ currency: "NZD" });
  await control().settings({ autotask: { denied: ["Currencies:read"] } });
  expect(await connect().psa.agreement(agreement.id)).toMatchObject({ currency: null });
});

test("a contract's services come with all their units, and tell the first day that is not posted", async () => {
  const { agreement } = await place();
  const read = await connect().psa.services(agreement);
  const units = (await control().list("autotask/contractServiceUnits")).filter(
    ({ contractID }) => String(contractID) === agreement.id,
  );
  expect(read.services.flatMap(({ rows }) => rows)).toHaveLength(units.length);
  for (const service of read.services) {
    expect(service.itemName).not.toBe("");
    const [row] = service.rows;
    expect(row).toMatchObject({ units: expect.stringMatching(/^\d+$/), posted: true });
    expect(service.rows.at(-1)).toMatchObject({ to: agreement.endDate, posted: false });
  }
  const posted = read.services.flatMap(({ rows }) => rows.filter((row) => row.posted));
  const lastPosted =
    posted
      .map(({ to }) => to)
      .sort()
      .at(-1) ?? "";
  const next = read.agreement.nextInvoiceDate ?? "";
  expect(Date.parse(next) - Date.parse(lastPosted)).toBe(24 * 60 * 60 * 1000);
  expect({ ...read.agreement, nextInvoiceDate: null }).toEqual(agreement);
});

test("posting a period moves the first day that is not posted", async () => {
  const { agreement, agreementId } = await place();
  const { psa } = connect();
  const before = (await psa.services(agreement)).agreement.nextInvoiceDate ?? "";
  await control().bill({ service: "autotask", agreementIds: [Number(agreementId)] });
  const after = (await psa.services(agreement)).agreement.nextInvoiceDate ?? "";
  expect(after > before).toBe(true);
});

test("items come with exact prices, and can be found by their SKU, with and without the field for it", async () => {
  const { item, itemId } = await place();
  const sku = item.vendorSku ?? "";
  await control().edit(`autotask/services/${itemId}`, { unitPrice: 1234.1, unitCost: 0.005 });
  const expected = { id: itemId, vendorSku: sku, unitPrice: "1234.1", unitCost: "0.005", inactive: false };
  expect(await connect().psa.item(itemId)).toMatchObject(expected);
  expect(await connect().psa.itemsBySku(sku)).toEqual([expect.objectContaining(expected)]);
  expect(await connect().psa.itemsBySku(`${sku}X`)).toEqual([]);
  expect(await connect().psa.itemsBySku(sku.slice(0, -1))).toEqual([]);

  await control().settings({ autotask: { hasSku: false } });
  await control().edit(`autotask/services/${itemId}`, { name: `PC_${sku} Something` });
  const old = connect().psa;
  expect((await all(old.items())).find(({ id }) => id === itemId)).toMatchObject({ vendorSku: sku });
  expect((await old.itemsBySku(sku)).map(({ id }) => id)).toEqual([itemId]);
  expect(await old.itemsBySku(sku.slice(0, -1))).toEqual([]);
});

test("what is not there any more is null, and its services are an error that says so", async () => {
  const { agreement } = await place();
  const { psa } = connect();
  expect(await psa.agreement("999999")).toBeNull();
  expect(await psa.item("999999")).toBeNull();
  expect(await apiError(psa.services({ ...agreement, id: "999999" }))).toMatchObject({
    kind: "not_found",
    refusal: "agreement_missing",
  });
});

test("the settings may choose billing codes for services and for charges, and vendors", async () => {
  const choices = await connect().psa.choices();
  const names = (kind: string, inactive = false) =>
    choices.filter((one) => one.kind === kind && one.inactive === inactive).map(({ name }) => name);
  const codes = await control().list("autotask/billingCodes");
  const used = (useType: number, isActive: boolean) =>
    codes.filter((one) => one.useType === useType && one.isActive === isActive).map(({ name }) => name);
  expect(names("service_billing_code")).toEqual(used(5, true));
  expect(names("service_billing_code", true)).toEqual(used(5, false));
  expect(names("charge_billing_code")).toEqual(used(4, true));
  expect(used(4, true).length * used(5, true).length).toBeGreaterThan(0);
  const companies = await control().list("autotask/companies");
  const vendors = companies.filter(({ companyType }) => companyType === 7);
  expect(names("vendor")).toEqual(vendors.map(({ companyName }) => companyName));
  expect(vendors.length).toBeGreaterThan(0);
});

test("a list of more than five hundred is read whole, and proven by its count", async () => {
  const services = await control().list("autotask/services");
  const numbers = Array.from({ length: 520 }, (_, number) => number);
  for (const number of numbers) {
    await control().create("autotask/services", {
      name: `PC_S${number} Service`,
      sku: `S${number}`,
      billingCodeID: services[0]?.billingCodeID,
      periodType: 2,
      unitPrice: 1,
    });
  }
  const { psa, calls } = connect();
  const items = await all(psa.items());
  expect(items).toHaveLength(services.length + 520);
  expect(new Set(items.map(({ id }) => id)).size).toBe(items.length);
  const root = "/ATServicesRest/V1.0/Services/query";
  expect(calls.map(({ method, path }) => `${method} ${path}`).slice(-3)).toEqual([
    `POST ${root}`,
    `POST ${root}/next`,
    `POST ${root}/count`,
  ]);
}, 60_000);

test("a bulk read takes one call a page, after those that find the zone, the quota and the picklists", async () => {
  const { psa, calls } = connect();
  await all(psa.agreements());
  const { url } = endpoints().autotask;
  expect(calls.map(({ path }) => new URL(path, url).pathname.replace("/ATServicesRest/V1.0/", ""))).toEqual([
    "ZoneInformation",
    "ThresholdInformation",
    "Contracts/entityInformation/fields",
    "Currencies/query",
    "Companies/query",
    "Contracts/query",
  ]);
});
