import { parse } from "csv-parse/sync";
import { listenAsPrism, type PrismListening } from "./testing/listen";

const base = "/api/v2/microsoftcsp";

describe("PRISM's stand-in", () => {
  let prism: PrismListening;
  let agreement: string;

  beforeAll(async () => {
    prism = await listenAsPrism("troubled");
    agreement = prism.world.prism.contractAgreements[0]?.id ?? "";
  });
  afterAll(() => prism.close());

  it("tells whose account it is", async () => {
    expect(await prism.json("/api/v1/me")).toMatchObject({ CustomerName: "Saltbush IT", Currency: "AUD" });
  });

  it("lists customers, deactivated ones only when asked", async () => {
    const active = await prism.json("/api/v1/me/customers?includeDeactivatedCustomers=false");
    const all = await prism.json("/api/v1/me/customers?includeDeactivatedCustomers=true");
    expect([active.length, all.length]).toEqual([41, 42]);
    expect(active[0]).toMatchObject({
      CustomerName: "Banksia Dental Group",
      RegistrationNumber: expect.stringMatching(/^\d{11}$/),
      WebUrl: "https://www.banksia.example",
      IsActive: true,
      CustomerProgramAgreements: [
        {
          Id: prism.world.prism.customers[0]?.tenantId,
          ProgramName: "Microsoft CSP Indirect",
          ContractAgreementId: agreement,
          AgreementEndDate: null,
        },
      ],
    });
  });

  it("gives the same tenants by agreement, in all, and one by one", async () => {
    const ofAgreement = await prism.json(`/api/v2/contractagreements/${agreement}/tenants`);
    expect(await prism.json(`${base}/tenants`)).toEqual(ofAgreement);
    expect(await prism.json(`${base}/tenants/${ofAgreement[3].TenantId}`)).toEqual(ofAgreement[3]);
    const subscription = ofAgreement[3].Subscriptions[0];
    expect(await prism.json(`${base}/subscriptions/${subscription.SubscriptionId}`)).toEqual(subscription);
    expect(subscription).toMatchObject({
      Status: "Active",
      DisplayTemplate: "License",
      BillingCycle: "Monthly",
    });
    expect(subscription.FirstPurchased).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,7})?\+00:00$/);
  });

  it.each([
    "/api/v2/contractagreements/none/tenants",
    `${base}/tenants/none`,
    `${base}/subscriptions/none`,
    `${base}/azure/usage/summary/none?startDate=2026-10-01&endDate=2026-10-31`,
    "/api/v2/me/pricing/none/pricelist/2026/10/1/",
    "/api/v1/me/invoice/none/csv",
    "/api/v3/anything",
  ])("does not find %s", async (path) => {
    expect((await prism.call(path)).status).toBe(404);
  });

  it("does not take a write where only reading is offered", async () => {
    expect((await prism.call("/api/v2/invoices", { method: "POST" })).status).toBe(405);
    expect((await prism.call("/core/connect/token")).status).toBe(405);
    expect(prism.records.writes.since(0)).toEqual([]);
  });

  it("lists the products on sale on a day, with prices as written", async () => {
    const list = `/api/v2/me/pricing/${agreement}/pricelist`;
    const text = await prism.text(`${list}/2026/10/1/?excludeTieredProducts=true`);
    expect(text).toContain(
      '"ProductSku":"P1Y:M:CFQ7TTC0LDPB:0001","Price":15.91,"UnitPrice":15.91,"RetailPrice":19.50,',
    );
    const names = (body: {
      ProductGroups: { Products: { ProductName: string; TieredProductSku: unknown }[] }[];
    }) => body.ProductGroups.flatMap((group) => group.Products.map((product) => product.ProductName));
    const untiered = names(JSON.parse(text));
    expect(untiered).toHaveLength(33);
    expect(untiered).not.toContain("Azure Information Protection Premium P1");
    expect(names(await prism.json(`${list}/2026/10/1`))).toHaveLength(34);
    expect(await prism.json(list)).toEqual(await prism.json(`${list}/2026/10/31/`));
    expect((await prism.call(`${list}/2026/2/30/`)).status).toBe(400);

    const powerBi = /"Power BI Pro".*?"Price":([\d.]+),.*?"RetailPrice":([\d.]+)/;
    expect((await prism.text(`${list}/2026/11/30/`)).match(powerBi)?.slice(1)).toEqual(["18.85", "23.10"]);
    expect((await prism.text(`${list}/2026/12/1/`)).match(powerBi)?.slice(1)).toEqual(["20.45", "25.06"]);
  });

  it("lists issued invoices in pages, newest first, with exact totals", async () => {
    const first = await prism.json("/api/v2/invoices?page=1&pageSize=2");
    const second = await prism.json("/api/v2/invoices?page=2&pageSize=2");
    const third = await prism.json("/api/v2/invoices?page=3&pageSize=2");
    expect([first.TotalRecords, first.Records.length, second.Records.length, third.Records.length]).toEqual([
      3, 2, 1, 0,
    ]);
    expect([...first.Records, ...second.Records].map((record) => record.BillingPeriodStart)).toEqual([
      "2026-10-01T00:00:00+10:00",
      "2026-09-01T00:00:00+10:00",
      "2026-08-01T00:00:00+10:00",
    ]);
    expect(first.Records[0]).toMatchObject({
      ProgramName: "Microsoft CSP Indirect",
      BillingPeriodEnd: "2026-10-31T00:00:00+10:00",
      ContractAgreementId: agreement,
      Currency: "AUD",
    });
    for (const query of ["page=0", "pageSize=0", "page=x"]) {
      expect((await prism.call(`/api/v2/invoices?${query}`)).status).toBe(400);
    }
  });

  it("gives every line of an invoice back through its file", async () => {
    const { Records } = await prism.json("/api/v2/invoices");
    for (const record of Records) {
      const answer = await prism.call(`/api/v1/me/invoice/${record.InvoiceId}/csv`);
      expect(answer.headers.get("content-type")).toBe("text/csv; charset=utf-8");
      const rows: Record<string, string>[] = parse(await answer.text(), {
        columns: true,
        record_delimiter: "\r\n",
      });
      const invoice = prism.world.prism.months
        .flatMap((month) => month.invoices)
        .find((one) => one.invoiceId === record.InvoiceId);
      expect(
        rows.map((row) => ({
          subscriptionId: row.SubscriptionId,
          offerName: row.OfferName,
          chargeStart: row.ChargeStartDate?.replace("T00:00:00.0000000+10:00", ""),
          chargeEnd: row.ChargeEndDate?.replace("T00:00:00.0000000+10:00", ""),
          unitPrice: row.UnitPrice,
          unitPriceRrp: row.UnitPriceRrp,
          quantity: row.Quantity,
          billableRatio: row.BillableRatio,
          subTotal: row.SubTotal,
          subTotalRrp: row.SubTotalRrp,
        })),
      ).toEqual(invoice?.lines);
      const cents = rows.reduce((sum, row) => sum + Number(row.SubTotal?.replace(".", "")), 0);
      expect(Math.round(record.Total * 100)).toBe(cents);
    }
  });

  it("quotes commas and quotation marks, and has columns that nobody asked for", async () => {
    const { Records } = await prism.json("/api/v2/invoices");
    const csv = await prism.text(`/api/v1/me/invoice/${Records[0].InvoiceId}/csv`);
    expect(csv).toContain('"Dunes Hospitality Group (t/a ""The Dunes"")",');
    expect(csv).toContain(
      '"Credit: Microsoft 365 Business Standard, seats billed twice in an earlier month"',
    );
    expect(csv.split("\r\n")[0]?.split(",")).toEqual(
      expect.arrayContaining(["CustomerName", "PurchaseOrder"]),
    );
  });

  it("adds Azure usage up to the invoice's line, in a summary and in pages of details", async () => {
    const azure = prism.world.prism.customers
      .flatMap((customer) => customer.subscriptions)
      .find((subscription) => subscription.displayTemplate === "Azure");
    const id = azure?.subscriptionId ?? "";
    const line = prism.world.prism.months[2]?.invoices[0]?.lines.find((one) => one.subscriptionId === id);
    const period = "startDate=2026-10-01T00:00:00&endDate=2026-10-31T23:59:59&aggregation=ByResourceOnly";
    const summary = await prism.text(`${base}/azure/usage/summary/${id}?${period}`);
    expect(summary).toContain(`"Currency":"AUD","TotalCost":${line?.subTotal},`);
    expect((await prism.call(`${base}/azure/usage/summary/${id}`)).status).toBe(400);

    const costs: number[] = [];
    for (let page = 1; ; page += 1) {
      const answer = await prism.call(`${base}/azure/usage/detailed`, {
        method: "POST",
        body: JSON.stringify({
          subscriptionId: id,
          startDate: "2026-10-01",
          endDate: "2026-10-31",
          page,
          pageSize: 40,
        }),
      });
      const { Records } = await answer.json();
      if (Records.length === 0) break;
      costs.push(...Records.map((record: { Cost: number }) => Math.round(record.Cost * 100)));
    }
    expect(costs).toHaveLength(93);
    expect(costs.reduce((sum, cents) => sum + cents, 0)).toBe(Number(line?.subTotal.replace(".", "")));
    const bad = await prism.call(`${base}/azure/usage/detailed`, { method: "POST", body: "{" });
    expect(bad.status).toBe(400);
  });
});
