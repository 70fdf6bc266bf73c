import type { SourceInvoiceLine } from "../source";
import { all, apiError } from "../testing/expect-error";
import { testSandbox } from "../testing/sandbox";
import { recordingHooks } from "../testing/waits";
import { createPrismConnector, type PrismOptions } from "./provider";

const { control, endpoints, closing } = testSandbox();

function connect(change: Partial<PrismOptions> = {}) {
  const { api, identity, ...keys } = endpoints().prism;
  const log = recordingHooks();
  const prism = createPrismConnector({
    apiUrl: api,
    identityUrl: identity,
    ...keys,
    ...log.hooks,
    ...change,
  });
  closing(prism);
  return { prism, ...log };
}

async function newest() {
  const { prism, calls } = connect();
  const [invoice] = await prism.invoices();
  if (!invoice) throw new Error("The scenario has no invoice.");
  return { prism, calls, invoice };
}

/** In ten-thousandths, so that the sum is exact. */
const sum = (lines: SourceInvoiceLine[]) =>
  lines.reduce((total, { costAmount }) => {
    const [whole = "0", part = ""] = costAmount.replace("-", "").split(".");
    const amount = BigInt(whole) * 10_000n + BigInt(part.padEnd(4, "0"));
    return costAmount.startsWith("-") ? total - amount : total + amount;
  }, 0n);

test("invoices are complete, newest first, and grow by the next month's", async () => {
  const { prism } = connect();
  const before = await prism.invoices();
  const periods = before.map(({ periodStart }) => periodStart);
  expect(periods).toEqual([...periods].sort().reverse());
  expect(before[0]).toMatchObject({ periodStart: "2026-08-01", periodEnd: "2026-08-31", currency: "AUD" });
  await control().issueNextInvoice();
  const after = await prism.invoices();
  expect(after[0]).toMatchObject({ periodStart: "2026-09-01", periodEnd: "2026-09-30" });
  expect(after.slice(-before.length)).toEqual(before);
});

test("the lines of every invoice add up to its total, and each lies in its period", async () => {
  const { prism } = connect();
  for (const invoice of await prism.invoices()) {
    const lines = await all(prism.invoiceLines(invoice.invoiceId));
    expect(lines.length).toBeGreaterThan(50);
    const [whole = "", part = ""] = (invoice.total ?? "").split(".");
    expect(sum(lines)).toBe(BigInt(whole) * 10_000n + BigInt(part.padEnd(4, "0")));
    for (const line of lines) {
      expect(line.chargeStart >= invoice.periodStart && line.chargeEnd <= invoice.periodEnd).toBe(true);
    }
  }
});

test("a line leads by its subscription to a customer and a product with a SKU", async () => {
  const { prism, invoice } = await newest();
  const customers = await prism.customers();
  const tenants = await all(prism.tenants(invoice.contractAgreementId));
  const products = await prism.priceList(invoice.contractAgreementId, invoice.periodEnd);
  const lines = await all(prism.invoiceLines(invoice.invoiceId));
  expect(customers.length).toBeGreaterThan(30);
  expect(products.some((product) => product.sku?.startsWith("P1Y:M:"))).toBe(true);
  for (const line of lines) {
    const tenant = tenants.find((one) =>
      one.subscriptions.some(({ subscriptionId }) => subscriptionId === line.subscriptionId),
    );
    const subscription = tenant?.subscriptions.find((one) => one.subscriptionId === line.subscriptionId);
    expect(customers.some((one) => one.tenantId === tenant?.tenantId)).toBe(true);
    expect(products.find((one) => one.productId === subscription?.productId)?.sku).toBeTruthy();
  }
});

test("prices are those of the day, digit by digit", async () => {
  const { prism, invoice } = await newest();
  const [product] = await control().list("prism/products");
  await control().edit(`prism/products/${product?.id}`, { price: "28.10", retailPrice: "1234.5678" });
  const list = await prism.priceList(invoice.contractAgreementId, "2026-08-05");
  expect(list.find((one) => one.productId === product?.id)).toMatchObject({
    unitCost: "28.1",
    unitPrice: "1234.5678",
  });
});

test("a new invoice is found and fetched with one call each", async () => {
  const { prism, calls, invoice } = await newest();
  await all(prism.invoiceLines(invoice.invoiceId));
  await all(prism.tenants(invoice.contractAgreementId));
  expect(
    calls.map(({ path }) =>
      path.replace(invoice.invoiceId, "ID").replace(invoice.contractAgreementId, "AGREEMENT"),
    ),
  ).toEqual([
    "/core/connect/token",
    "/api/v2/invoices",
    "/api/v1/me/invoice/ID/csv",
    "/api/v2/contractagreements/AGREEMENT/tenants",
  ]);
});

test("an invoice without a total says so", async () => {
  const { prism, invoice } = await newest();
  await control().edit(`prism/invoices/${invoice.invoiceId}`, { total: null });
  expect((await prism.invoices())[0]?.total).toBeNull();
});

test.each([
  ["missing_field", "Row 4 of the invoice: it has another number of fields than the header."],
  ["bad_number", "Row 4 of the invoice: Quantity is not a number."],
  ["bad_date", "Row 4 of the invoice: ChargeStartDate is not a date."],
])("a file with a %s is unreadable as a whole", async (kind, words) => {
  const { prism, invoice } = await newest();
  await control().edit(`prism/invoices/${invoice.invoiceId}`, { malformedRow: { row: 3, kind } });
  expect(await apiError(all(prism.invoiceLines(invoice.invoiceId)))).toMatchObject({
    kind: "unreadable",
    words,
  });
});

test.each([
  ["breaks off", { kind: "truncate" }, "unreadable"],
  ["is cut in a row", { kind: "truncate", clean: true, bytes: 5_003 }, "unreadable"],
  ["is a web page", { kind: "answer", status: 200, body: "<html>Sign in</html>" }, "unreadable"],
])("a file that %s is unreadable", async (_, effect, kind) => {
  const { prism, invoice } = await newest();
  await control().fault({ service: "prism", pattern: "/csv$", times: "always", effect });
  expect(await apiError(all(prism.invoiceLines(invoice.invoiceId)))).toMatchObject({ kind });
});

test("an invoice or an agreement that is not there is not found", async () => {
  const { prism, invoice } = await newest();
  await control().edit(`prism/invoices/${invoice.invoiceId}`, { voided: true });
  expect(await apiError(all(prism.invoiceLines(invoice.invoiceId)))).toMatchObject({ kind: "not_found" });
  expect(await apiError(all(prism.tenants("nobody")))).toMatchObject({ kind: "not_found" });
  expect(await apiError(prism.priceList("nobody", "2026-08-01"))).toMatchObject({ kind: "not_found" });
});

test("reads outlive a limit, a gateway's page and a reset; a file is begun again", async () => {
  const { prism, invoice } = await newest();
  const limited = { kind: "answer", status: 429, headers: { "Retry-After": "5" }, body: "" };
  await control().fault({ service: "prism", pattern: "/csv$", effect: limited });
  await control().fault({ service: "prism", pattern: "/csv$", effect: { kind: "reset" } });
  await control().fault({
    service: "prism",
    pattern: "/csv$",
    effect: { kind: "answer", status: 502, body: "<html></html>" },
  });
  expect((await all(prism.invoiceLines(invoice.invoiceId))).length).toBeGreaterThan(50);
});

test("keys that are right, wrong, and tokens that end at once", async () => {
  expect(await connect().prism.checkAccess()).toEqual({ about: expect.any(String), credentials: "accepted" });
  const wrong = connect({ clientSecret: "wrong" }).prism;
  expect(await wrong.checkAccess()).toEqual({ about: null, credentials: "refused" });
  expect(await apiError(wrong.invoices())).toMatchObject({ kind: "unauthorised" });

  const { prism, invoice } = await newest();
  await control().settings({ prism: { tokenLifetimeSeconds: 0 } });
  expect(await apiError(all(prism.tenants(invoice.contractAgreementId)))).toMatchObject({
    kind: "unauthorised",
  });
  await control().settings({ prism: { tokenLifetimeSeconds: 3600 } });
  expect((await all(prism.tenants(invoice.contractAgreementId))).length).toBeGreaterThan(0);
});

test("the troubled scenario can be read: a credit without subscription, usage, a yearly term, a trial", async () => {
  await control().reset("troubled");
  const { prism, invoice } = await newest();
  const lines = await all(prism.invoiceLines(invoice.invoiceId));
  const tenants = await all(prism.tenants(invoice.contractAgreementId));
  const subscriptions = tenants.flatMap((tenant) => tenant.subscriptions);
  const products = await prism.priceList(invoice.contractAgreementId, invoice.periodEnd);
  expect(lines.some((line) => line.subscriptionId === null && line.costAmount.startsWith("-"))).toBe(true);
  expect(subscriptions.some(({ usageBased }) => usageBased)).toBe(true);
  expect(subscriptions.some(({ billedAnnually }) => billedAnnually)).toBe(true);
  expect(products.some(({ trial }) => trial)).toBe(true);
});
