import { agreesWithExactDays, amountOf } from "./amounts";
import { buildWorld, suggestedMappings } from "./build";
import type { PrismInvoiceLineSeed, World } from "./seed";

const newest = "2026-10-01";
const wide = buildWorld({ scenario: "wide", newestUsageMonth: newest });
const clean = buildWorld({ scenario: "clean", newestUsageMonth: newest });
const { customers, contractAgreements, months, products } = wide.prism;

const allLines = (world: World) =>
  world.prism.months.flatMap((month) => month.invoices.flatMap((invoice) => invoice.lines));
const newestLines = months.find((month) => month.usageMonth === newest)?.invoices[0]?.lines ?? [];

/** The subscription of a customer and product that has what is looked for. */
function subscriptionOf(customerName: string, productName: string, among = (_: string) => true) {
  const customer = customers.find((one) => one.name === customerName);
  const found = customer?.subscriptions.find(
    (one) => one.productName === productName && among(one.subscriptionId),
  );
  if (!found) throw new Error(`${customerName} holds no such ${productName}`);
  return found;
}

const linesOf = (subscriptionId: string, lines: PrismInvoiceLineSeed[] = newestLines) =>
  lines.filter((line) => line.subscriptionId === subscriptionId);

it("keeps the clean base", () => {
  const lines = new Set(allLines(wide).map((line) => JSON.stringify(line)));
  expect(allLines(clean).filter((line) => !lines.has(JSON.stringify(line)))).toEqual([]);
  const agreements = wide.connectwise.agreements.map((agreement) => agreement.id);
  expect(new Set(agreements).size).toBe(agreements.length);
});

it("computes every line, and to the same cents with the exact days", () => {
  const wrong = allLines(wide).filter(
    (line) => line.subTotal !== amountOf(line.quantity, line.unitPrice, line.billableRatio),
  );
  expect(wrong).toEqual([]);
  const inexact = allLines(wide).filter((line) => !agreesWithExactDays(line));
  expect(inexact.map((line) => line.offerName)).toEqual(["Microsoft 365 Business Premium (paid yearly)"]);
});

it("has two programs and four contract agreements, each with an invoice in every month", () => {
  expect(contractAgreements.map(({ programName, currency }) => [programName, currency])).toEqual([
    ["Microsoft CSP Indirect", undefined],
    ["Microsoft CSP Indirect", undefined],
    ["Microsoft CSP Indirect", "NZD"],
    ["Acronis Cyber Cloud", undefined],
  ]);
  for (const month of months)
    expect(month.invoices.map((invoice) => invoice.contractAgreementId)).toEqual(
      contractAgreements.map((agreement) => agreement.id),
    );
  const perAgreement = contractAgreements.map(
    (agreement) => customers.filter((one) => one.isActive && one.contractAgreementId === agreement.id).length,
  );
  expect(perAgreement).toEqual([40, 4, 1, 6]);
});

it("puts each line on the invoice of the contract agreement under which it is held", () => {
  const agreementOf = new Map(
    customers.flatMap((one) =>
      one.subscriptions.map((held) => [held.subscriptionId, one.contractAgreementId] as const),
    ),
  );
  for (const { invoices } of months)
    for (const { contractAgreementId, lines } of invoices) {
      expect(lines.length).toBeGreaterThan(0);
      const strays = lines.filter(
        (line) => line.subscriptionId !== "" && agreementOf.get(line.subscriptionId) !== contractAgreementId,
      );
      expect(strays).toEqual([]);
    }
});

it("has customers of both programs: one account, two tenants, on agreements of their own or on one", () => {
  const acronis = contractAgreements.at(-1);
  const second = customers.filter((one) => one.contractAgreementId === acronis?.id);
  const first = second.map((one) =>
    customers.find((other) => other !== one && other.customerId === one.customerId),
  );
  expect(first.map((one) => one?.contractAgreementId)).toEqual(second.map(() => contractAgreements[0]?.id));
  for (const psa of ["connectwise", "autotask"] as const) {
    const agreementOf = new Map(suggestedMappings(wide, psa).map((one) => [one.tenantId, one.agreementId]));
    const shared = second.filter(
      (one, index) => agreementOf.get(one.tenantId) === agreementOf.get(first[index]?.tenantId ?? ""),
    );
    expect(shared.map((one) => one.name)).toEqual(["Northpoint Surveyors", "Zephyr Air Conditioning"]);
  }
  expect(products.filter((product) => product.programId === acronis?.programId)).toHaveLength(4);
});

it("invoices one company in New Zealand dollars in Autotask", () => {
  const mapping = suggestedMappings(wide, "autotask").find(
    (one) => one.customerName === "Kauri Coast Charters",
  );
  const foreign = wide.autotask.companies.filter((company) => company.currencyID !== 1);
  expect(foreign.map((company) => company.id)).toEqual([mapping?.companyId]);
});

it("has a subscription that ended and returns after a pause", () => {
  const { subscriptionId, status } = subscriptionOf(
    "Quarry Lane Engineering",
    "Microsoft Teams Phone Standard",
  );
  expect(status).toBe("Active");
  const periods = linesOf(subscriptionId, allLines(wide)).map(
    (line) => `${line.chargeStart}..${line.chargeEnd}`,
  );
  expect(periods.slice(0, 4)).toEqual([
    "2026-08-01..2026-08-31",
    "2026-09-01..2026-09-12",
    "2026-10-15..2026-10-31",
    "2026-11-01..2026-11-30",
  ]);
  const changes = months.flatMap((month) =>
    month.subscriptionChanges
      .filter((change) => change.subscriptionId === subscriptionId)
      .map((change) => [month.usageMonth, change.status]),
  );
  expect(changes).toEqual([
    ["2026-09-01", "Deleted"],
    ["2026-10-01", "Active"],
  ]);
});

it("changes a price within the newest month", () => {
  const { subscriptionId } = subscriptionOf("Fernleigh Veterinary Hospital", "Microsoft Intune Plan 1");
  const lines = linesOf(subscriptionId);
  expect(lines.map((line) => line.unitPrice)).toEqual(["10.94", "11.40"]);
  expect(new Set(lines.map((line) => line.quantity)).size).toBe(1);
});

it("has lines that cost nothing, of a trial and of a product that is paid for", () => {
  const free = newestLines.filter((line) => line.subTotal === "0.00").map((line) => line.offerName);
  expect(free.sort()).toEqual(["Copilot for Microsoft 365 (trial)", "Microsoft 365 Apps for business"]);
});

it("has two lines of one subscription over the same days", () => {
  const { subscriptionId, quantity } = subscriptionOf(
    "Jacaranda Community Housing",
    "SharePoint (Plan 1)",
    (id) => linesOf(id).length > 1,
  );
  const lines = linesOf(subscriptionId).map((line) => [line.chargeStart, line.chargeEnd, line.quantity]);
  expect(lines).toEqual([
    ["2026-10-01", "2026-10-31", String(quantity)],
    ["2026-10-01", "2026-10-31", "2"],
  ]);
});

it("has lines of no subscription: a credit and a one-off charge", () => {
  const lines = newestLines.filter((line) => line.subscriptionId === "");
  expect(lines.map((line) => line.subTotal)).toEqual(["-47.73", "450.00"]);
});

it("lets a subscription vanish from the newest invoice while PRISM calls it active", () => {
  const { subscriptionId, status } = subscriptionOf(
    "Mitchell & Okafor, Solicitors",
    "Microsoft Teams Phone Standard",
    (id) => linesOf(id).length === 0,
  );
  expect(status).toBe("Active");
  expect(linesOf(subscriptionId, allLines(wide)).map((line) => line.chargeEnd)).toEqual([
    "2026-08-31",
    "2026-09-30",
  ]);
});

it("has one SKU on two terms with one customer", () => {
  const skuOf = (name: string) =>
    products.find((one) => one.productId === subscriptionOf("Outpost Outdoor Supplies", name).productId)?.sku;
  expect(skuOf("Microsoft 365 Business Premium")).toBe("P1Y:M:CFQ7TTC0LCHC:0002");
  expect(skuOf("Microsoft 365 Business Premium (monthly term)")).toBe("CFQ7TTC0LCHC:0002");
});

it("has two subscriptions of one product with one customer, at one price and at two", () => {
  const prices = (customerName: string, productName: string) => {
    const customer = customers.find((one) => one.name === customerName);
    const held = customer?.subscriptions.filter((one) => one.productName === productName) ?? [];
    return held.flatMap((one) => linesOf(one.subscriptionId).map((line) => line.unitPrice));
  };
  expect(prices('Dunes Hospitality Group (t/a "The Dunes")', "Microsoft 365 Apps for business")).toEqual([
    "10.44",
    "10.44",
  ]);
  expect(prices("Greenslope Landscapes", "Microsoft Defender for Business")).toEqual(["3.84", "4.10"]);
});

it("has joiners and leavers in the newest month, also in the second program", () => {
  const present = customers.flatMap((one) => one.subscriptions);
  const lines = months.find((month) => month.usageMonth === newest)?.invoices.at(-1)?.lines ?? [];
  const partial = lines.filter((line) => line.billableRatio !== "1");
  const joined = partial.filter((line) => line.chargeStart > newest);
  const left = present.filter(
    (one) => one.status === "Deleted" && linesOf(one.subscriptionId, lines).length > 0,
  );
  expect(joined.length).toBeGreaterThan(0);
  expect(left).toHaveLength(1);
});
