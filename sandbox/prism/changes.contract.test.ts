import { listenAsPrism, type PrismListening } from "./testing/listen";

/** What a month's end or a person changes; each test has a PRISM of its own. */
describe("changes in PRISM's stand-in", () => {
  let prism: PrismListening;

  beforeEach(async () => {
    prism = await listenAsPrism("clean");
  });
  afterEach(() => prism.close());

  const newest = async () => (await prism.json("/api/v2/invoices?pageSize=1")).Records[0];
  const rowsOf = async (invoiceId: string) =>
    (await prism.text(`/api/v1/me/invoice/${invoiceId}/csv`)).trimEnd().split("\r\n").slice(1);

  it("issues the months one after the other until none is left", async () => {
    const [issued] = prism.service.issueNextInvoice();
    const record = await newest();
    expect(issued).toMatchObject({
      invoiceId: record.InvoiceId,
      periodStart: "2026-11-01",
      periodEnd: "2026-11-30",
    });
    expect(await rowsOf(record.InvoiceId)).toHaveLength(issued?.lineCount ?? 0);
    expect(record.Total).toBe(Number(issued?.total));
    const further = Array.from({ length: 9 }, () => prism.service.issueNextInvoice().length);
    expect(further).toEqual([1, 1, 1, 1, 1, 1, 1, 1, 0]);
    expect((await newest()).BillingPeriodStart).toBe("2027-07-01T00:00:00+10:00");
  });

  it("keeps an invoice to itself until it is issued", async () => {
    const next = prism.world.prism.months.find((month) => !month.issued)?.invoices[0]?.invoiceId ?? "";
    expect((await prism.call(`/api/v1/me/invoice/${next}/csv`)).status).toBe(404);
    prism.service.issueNextInvoice();
    expect((await prism.call(`/api/v1/me/invoice/${next}/csv`)).status).toBe(200);
  });

  it("brings subscriptions to where each newly issued invoice leaves them", async () => {
    for (let month = 0; month < 10; month += 1) {
      const record = await newest();
      const end = record.BillingPeriodEnd.slice(0, 10);
      const closing = new Map<string, { end: string; quantity: number }>();
      for (const row of await rowsOf(record.InvoiceId)) {
        const line = row.match(
          /([0-9a-f-]{36}),(?:"[^"]*"|[^,]*),[^,]*,(\d{4}-\d\d-\d\d)T[^,]*,[^,]*,[^,]*,(\d+),/,
        );
        const [, id = "", lineEnd = "", quantity = ""] = line ?? [];
        expect(id).not.toBe("");
        if (lineEnd > (closing.get(id)?.end ?? ""))
          closing.set(id, { end: lineEnd, quantity: Number(quantity) });
      }
      const tenants = await prism.json("/api/v2/microsoftcsp/tenants");
      const known = new Map<string, { Status: string; Quantity: number }>();
      for (const tenant of tenants) {
        for (const subscription of tenant.Subscriptions) known.set(subscription.SubscriptionId, subscription);
      }
      for (const [id, { end: lineEnd, quantity }] of closing) {
        expect(known.get(id)).toMatchObject({
          Status: lineEnd < end ? "Deleted" : "Active",
          Quantity: quantity,
        });
      }
      const active = [...known].filter(([, subscription]) => subscription.Status === "Active");
      expect(active.filter(([id]) => !closing.has(id))).toEqual([]);
      prism.service.issueNextInvoice();
    }
  });

  it("lets a person void an invoice, and bend its total", async () => {
    const { InvoiceId, Total } = await newest();
    prism.service.entities.patch("invoices", InvoiceId, { total: "1234.50" });
    expect(await prism.text("/api/v2/invoices")).toContain('"Total":1234.50,');
    prism.service.entities.patch("invoices", InvoiceId, { total: null });
    expect(await newest()).not.toHaveProperty("Total");
    prism.service.entities.patch("invoices", InvoiceId, { voided: true });
    expect((await newest()).InvoiceId).not.toBe(InvoiceId);
    expect((await prism.call(`/api/v1/me/invoice/${InvoiceId}/csv`)).status).toBe(404);
    expect(Total).toBeGreaterThan(30_000);
  });

  it("lets a person change, remove and add lines; the sums follow", async () => {
    const { InvoiceId, Total } = await newest();
    const [first, second, third] = prism.world.prism.months[2]?.invoices[0]?.lines ?? [];
    if (!first || !second || !third) throw new Error("The invoice has too few lines");
    prism.service.entities.patch("invoices", InvoiceId, {
      changeLines: [{ row: 2, quantity: String(Number(second.quantity) + 10) }],
      removeRows: [1],
      addLines: [third],
    });
    const rows = await rowsOf(InvoiceId);
    expect(rows).toHaveLength(prism.world.prism.months[2]?.invoices[0]?.lines.length ?? 0);
    expect(rows[0]).toContain(`,${Number(second.quantity) + 10},1,`);
    expect(rows.at(-1)).toContain(third.subscriptionId);
    const difference = 10 * Number(second.unitPrice) - Number(first.subTotal) + Number(third.subTotal);
    expect((await newest()).Total).toBeCloseTo(Total + difference, 2);
  });

  it.each([
    ["missing_field", 10],
    ["bad_number", 12],
    ["bad_date", 12],
  ])("lets a row be malformed: %s", async (kind, fields) => {
    const { InvoiceId } = await newest();
    const before = await rowsOf(InvoiceId);
    prism.service.entities.patch("invoices", InvoiceId, { malformedRow: { row: 2, kind } });
    const after = await rowsOf(InvoiceId);
    expect(after[1]?.split(",")).toHaveLength(fields);
    expect(after[1]).not.toBe(before[1]);
    expect(after.filter((row, index) => row !== before[index])).toHaveLength(1);
    prism.service.entities.patch("invoices", InvoiceId, { malformedRow: null });
    expect(await rowsOf(InvoiceId)).toEqual(before);
  });

  it("lets a person edit customers, subscriptions and products", async () => {
    const { entities } = prism.service;
    const customer = prism.world.prism.customers[0];
    const subscription = customer?.subscriptions[0];
    const product = prism.world.prism.products[0];
    if (!customer || !subscription || !product) throw new Error("The world is empty");
    entities.patch("customers", customer.customerId, { name: "Banksia Dental" });
    expect((await prism.json("/api/v1/me/customers"))[0].CustomerName).toBe("Banksia Dental");
    entities.patch("subscriptions", subscription.subscriptionId, { status: "Suspended", quantity: 3 });
    const path = `/api/v2/microsoftcsp/subscriptions/${subscription.subscriptionId}`;
    expect(await prism.json(path)).toMatchObject({ Status: "Suspended", Quantity: 3 });
    entities.patch("products", product.productId, { listed: false });
    const list = `/api/v2/me/pricing/${customer.contractAgreementId}/pricelist/2026/10/1/`;
    expect(await prism.text(list)).not.toContain(product.productId);
    expect(entities.get("products", product.productId)).toMatchObject({ listed: false, sku: product.sku });
  });

  it("says what is wrong with an edit, and then changes nothing", async () => {
    const { entities } = prism.service;
    const { InvoiceId } = await newest();
    const before = prism.service.snapshot();
    expect(() => entities.list("orders")).toThrow("customers, subscriptions, products, invoices");
    expect(() => entities.patch("invoices", "none", {})).toThrow("no invoices with the id none");
    expect(() => entities.patch("invoices", InvoiceId, { total: 12 })).toThrow("total");
    expect(() => entities.patch("invoices", InvoiceId, { amount: "12" })).toThrow("amount");
    expect(() => entities.patch("invoices", InvoiceId, { removeRows: [9999], total: "1.00" })).toThrow(
      "row 9999",
    );
    expect(prism.service.snapshot()).toEqual(before);
  });

  it("goes on from a snapshot with everything that was changed", async () => {
    prism.service.issueNextInvoice();
    const { InvoiceId } = await newest();
    prism.service.entities.patch("invoices", InvoiceId, { total: "1.00" });
    const saved: unknown = JSON.parse(JSON.stringify(prism.service.snapshot()));
    const other = await listenAsPrism("clean");
    try {
      other.service.restore(saved);
      await other.renewToken();
      expect(await other.text("/api/v2/invoices")).toBe(await prism.text("/api/v2/invoices"));
      expect(other.service.snapshot()).toMatchObject({ invoiceEdits: { [InvoiceId]: { total: "1.00" } } });
    } finally {
      await other.close();
    }
  });
});
