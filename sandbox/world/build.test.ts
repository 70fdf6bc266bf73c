import { Decimal } from "decimal.js";
import { buildWorld, suggestedMappings } from "./build";
import { lastFullMonth } from "./plain-dates";
import type { PrismInvoiceLineSeed, World } from "./seed";

/** Months of every length, leap and common Februaries among the newest and the ones after. */
const newestMonths = [
  "2024-02-01",
  "2025-02-01",
  "2026-01-01",
  "2026-04-01",
  "2026-09-01",
  "2026-10-01",
  "2027-12-01",
];
const worlds = newestMonths.flatMap((newestUsageMonth) => [
  buildWorld({ scenario: "clean", newestUsageMonth }),
  buildWorld({ scenario: "troubled", newestUsageMonth }),
]);

function linesOf(world: World): PrismInvoiceLineSeed[] {
  return world.prism.months.flatMap((month) => month.invoices.flatMap((invoice) => invoice.lines));
}

/** Calendar arithmetic of the test's own. */
function dayNumber(date: string): number {
  return Date.parse(`${date}T00:00:00Z`) / 86_400_000;
}

function monthDays(date: string): number {
  return new Date(Date.UTC(Number(date.slice(0, 4)), Number(date.slice(5, 7)), 0)).getUTCDate();
}

function daysOf(line: PrismInvoiceLineSeed): number {
  return dayNumber(line.chargeEnd) - dayNumber(line.chargeStart) + 1;
}

const money = Decimal.clone({ precision: 40, rounding: Decimal.ROUND_HALF_UP });

describe.each(worlds.map((world) => [`${world.scenario} ${world.newestUsageMonth}`, world] as const))(
  "%s",
  (_, world) => {
    it("computes every line from quantity, price and ratio, half a cent upwards", () => {
      const wrong = linesOf(world).filter((line) => {
        const units = new money(line.quantity).times(line.billableRatio);
        const cost = units.times(line.unitPrice).toFixed(2);
        const retail = units.times(line.unitPriceRrp).toFixed(2);
        return line.subTotal !== cost || line.subTotalRrp !== retail;
      });
      expect(wrong).toEqual([]);
    });

    it("rounds to the same cents with the exact fraction of days as with ten decimals", () => {
      const within = linesOf(world).filter((line) => daysOf(line) <= monthDays(line.chargeStart));
      const annual = linesOf(world).length - within.length;
      expect(annual).toBe(world.scenario === "clean" ? 0 : 1);
      expect(within.filter((line) => line.billableRatio !== "1").length).toBeGreaterThan(100);
      const wrong = within.filter((line) => {
        const whole = monthDays(line.chargeStart);
        const days = daysOf(line);
        const ratio = days === whole ? "1" : new money(days).div(whole).toFixed(10);
        const units = new money(line.quantity).times(days);
        const cost = units.times(line.unitPrice).div(whole).toFixed(2);
        const retail = units.times(line.unitPriceRrp).div(whole).toFixed(2);
        return line.billableRatio !== ratio || line.subTotal !== cost || line.subTotalRrp !== retail;
      });
      expect(wrong).toEqual([]);
    });

    it("gives each day of a subscription one line, and splits lines only where something differs", () => {
      for (const month of world.prism.months) {
        const invoice = month.invoices[0];
        const bySubscription = new Map<string, PrismInvoiceLineSeed[]>();
        for (const line of invoice?.lines ?? []) {
          expect(line.chargeStart >= month.usageMonth).toBe(true);
          bySubscription.set(line.subscriptionId, [...(bySubscription.get(line.subscriptionId) ?? []), line]);
        }
        for (const lines of bySubscription.values()) {
          lines.sort((one, other) => (one.chargeStart < other.chargeStart ? -1 : 1));
          for (const [index, line] of lines.entries()) {
            const next = lines[index + 1];
            if (!next) continue;
            expect(dayNumber(next.chargeStart)).toBe(dayNumber(line.chargeEnd) + 1);
            expect([next.quantity, next.unitPrice]).not.toEqual([line.quantity, line.unitPrice]);
          }
        }
      }
    });

    it("knows the product of every subscription, and the subscription of every line but the credit's", () => {
      const products = new Set(world.prism.products.map((product) => product.productId));
      const subscriptions = world.prism.customers.flatMap((customer) => customer.subscriptions);
      const ids = new Set(subscriptions.map((subscription) => subscription.subscriptionId));
      expect(ids.size).toBe(subscriptions.length);
      expect(subscriptions.filter((subscription) => !products.has(subscription.productId))).toEqual([]);
      const strays = linesOf(world).filter((line) => !ids.has(line.subscriptionId));
      expect(strays.map((line) => line.subscriptionId)).toEqual(world.scenario === "clean" ? [] : [""]);
    });

    it("asks more at retail than it costs, and names every SKU of the price list once", () => {
      for (const product of world.prism.products) {
        if (Number(product.price) > 0)
          expect(Number(product.retailPrice)).toBeGreaterThan(Number(product.price));
      }
      const skus = world.prism.products.map((product) => product.sku);
      expect(new Set(skus).size).toBe(skus.length);
      expect(skus.filter((sku) => sku.length > 50)).toEqual([]);
    });

    it("keeps within what the PSA stores", () => {
      const { companies, agreements, catalog, additions } = world.connectwise;
      for (const ids of [companies, agreements, catalog, additions].map((rows) =>
        rows.map((row) => row.id),
      )) {
        expect(new Set(ids).size).toBe(ids.length);
      }
      expect(new Set(companies.map((company) => company.identifier)).size).toBe(companies.length);
      expect(
        companies.filter((company) => company.name.length > 50 || company.identifier.length > 25),
      ).toEqual([]);
      expect(catalog.filter((item) => item.description.length > 60)).toEqual([]);
      for (const addition of additions) {
        const agreement = agreements.find((one) => one.id === addition.agreementId);
        expect(agreement && addition.effectiveDate >= agreement.billStartDate).toBe(true);
      }
    });
  },
);

const clean = buildWorld({ scenario: "clean", newestUsageMonth: "2026-10-01" });
const troubled = buildWorld({ scenario: "troubled", newestUsageMonth: "2026-10-01" });

function newestLines(world: World): PrismInvoiceLineSeed[] {
  const month = world.prism.months.find((one) => one.usageMonth === world.newestUsageMonth);
  return month?.invoices[0]?.lines ?? [];
}

describe("buildWorld", () => {
  it("builds the same world again", () => {
    expect(buildWorld({ scenario: "clean", newestUsageMonth: "2026-10-01" })).toEqual(clean);
    expect(buildWorld({ scenario: "troubled", newestUsageMonth: "2026-10-01" })).toEqual(troubled);
  });

  it("takes the last month that is over unless told otherwise", () => {
    expect(lastFullMonth(new Date("2027-01-01T00:00:00Z"))).toBe("2026-12-01");
    expect(lastFullMonth(new Date("2026-11-30T23:59:59Z"))).toBe("2026-10-01");
    expect(buildWorld({ scenario: "clean" }).newestUsageMonth < new Date().toISOString()).toBe(true);
  });

  it("refuses what is not a month", () => {
    expect(() => buildWorld({ scenario: "clean", newestUsageMonth: "2026-10-05" })).toThrow("YYYY-MM-01");
  });

  it("has forty customers, three issued months and nine to come", () => {
    expect(clean.prism.customers.filter((customer) => customer.isActive)).toHaveLength(40);
    expect(clean.prism.months.filter((month) => month.issued).map((month) => month.usageMonth)).toEqual([
      "2026-08-01",
      "2026-09-01",
      "2026-10-01",
    ]);
    expect(clean.prism.months.filter((month) => !month.issued)).toHaveLength(9);
    const now = clean.prism.customers
      .flatMap((customer) => customer.subscriptions)
      .filter((subscription) => subscription.firstPurchased <= "2026-10-31");
    expect(now.length).toBeGreaterThanOrEqual(120);
    expect(now.length).toBeLessThanOrEqual(160);
  });

  it("keeps the clean base in the troubled world", () => {
    const ids = new Set(troubled.prism.customers.map((customer) => customer.tenantId));
    expect(clean.prism.customers.filter((customer) => !ids.has(customer.tenantId))).toEqual([]);
    const troubledLines = new Set(linesOf(troubled).map((line) => JSON.stringify(line)));
    expect(linesOf(clean).filter((line) => !troubledLines.has(JSON.stringify(line)))).toEqual([]);
  });
});

describe("the clean scenario", () => {
  it("maps every customer to an active company and its own agreement", () => {
    const mappings = suggestedMappings(clean);
    const active = clean.prism.customers.filter((customer) => customer.isActive);
    expect(mappings.map((mapping) => mapping.tenantId)).toEqual(active.map((customer) => customer.tenantId));
    for (const mapping of mappings) {
      const company = clean.connectwise.companies.find((one) => one.id === mapping.companyId);
      const agreement = clean.connectwise.agreements.find((one) => one.id === mapping.agreementId);
      expect(company?.inactive).toBe(false);
      expect(agreement?.companyId).toBe(mapping.companyId);
      expect(agreement?.prorateFlag).toBe(true);
      expect(agreement?.endDate).toBeUndefined();
    }
  });

  it("leaves the newest usage month open on every mapped agreement, in arrears or in advance", () => {
    const mapped = new Set(clean.mappings.map((mapping) => mapping.agreementId));
    const agreements = clean.connectwise.agreements.filter((agreement) => mapped.has(agreement.id));
    for (const agreement of agreements) {
      const inAdvance = agreement.periodType === "Future";
      expect(agreement.nextInvoiceDate).toBe(inAdvance ? "2026-10-01" : "2026-11-01");
    }
    expect(agreements.filter((agreement) => agreement.periodType === "Future")).toHaveLength(6);
  });

  it("has seat changes, a joiner and a leaver in the newest month, and nothing that needs a person", () => {
    const lines = newestLines(clean);
    expect(lines.filter((line) => line.billableRatio !== "1").length).toBeGreaterThan(20);
    expect(lines.filter((line) => line.subscriptionId === "" || Number(line.subTotal) <= 0)).toEqual([]);
    const prices = new Map<string, Set<string>>();
    for (const line of lines) {
      prices.set(line.subscriptionId, (prices.get(line.subscriptionId) ?? new Set()).add(line.unitPrice));
    }
    expect([...prices.values()].filter((found) => found.size > 1)).toEqual([]);

    const subscriptions = clean.prism.customers.flatMap((customer) => customer.subscriptions);
    const joiners = subscriptions.filter(
      (one) => one.firstPurchased > "2026-10-01" && one.firstPurchased <= "2026-10-31",
    );
    expect(joiners.length).toBeGreaterThan(0);
    expect(
      subscriptions.filter((one) => one.displayTemplate === "Azure" || one.billingCycle === "Annual"),
    ).toEqual([]);
    expect(clean.prism.products.filter((product) => product.isTrial || !product.listed)).toEqual([]);
  });

  it("calls a subscription deleted exactly when its last line ends before the month does", () => {
    const subscriptions = clean.prism.customers.flatMap((customer) => customer.subscriptions);
    const lastDays = new Map<string, string>();
    for (const month of clean.prism.months.filter((one) => one.issued)) {
      for (const line of month.invoices[0]?.lines ?? []) {
        const before = lastDays.get(line.subscriptionId) ?? "";
        if (line.chargeEnd > before) lastDays.set(line.subscriptionId, line.chargeEnd);
      }
    }
    const ended = subscriptions.filter((one) => (lastDays.get(one.subscriptionId) ?? "9") < "2026-10-31");
    expect(ended.map((one) => one.status)).toEqual(["Deleted", "Deleted", "Deleted"]);
    expect(subscriptions.filter((one) => one.status === "Deleted")).toHaveLength(3);
  });

  it("has about half of the held products in the catalog, and no additions for any of them", () => {
    const ours = new Set(clean.connectwise.catalog.filter((item) => item.vendorSku).map((item) => item.id));
    expect(ours.size).toBe(15);
    expect(clean.connectwise.additions.filter((addition) => ours.has(addition.catalogId))).toEqual([]);
    expect(clean.connectwise.additions.length).toBeGreaterThan(30);
  });

  it("has a name borne by two companies, and an inactive company, among those that buy nothing", () => {
    const mapped = new Set(clean.mappings.map((mapping) => mapping.companyId));
    const others = clean.connectwise.companies.filter((company) => !mapped.has(company.id));
    expect(others).toHaveLength(30);
    expect(new Set(others.map((company) => company.name)).size).toBe(29);
    expect(others.filter((company) => company.inactive)).toHaveLength(1);
  });
});

describe("the troubled scenario", () => {
  const { agreements, additions, companies, catalog } = troubled.connectwise;
  const agreementOf = (name: string) => {
    const mapping = suggestedMappings(troubled).find((one) => one.customerName === name);
    return agreements.find((agreement) => agreement.id === mapping?.agreementId);
  };
  const lines = newestLines(troubled);

  it("has one customer that the PSA does not know, with money at stake", () => {
    const mapped = new Set(suggestedMappings(troubled).map((mapping) => mapping.tenantId));
    const unmapped = troubled.prism.customers.filter((one) => one.isActive && !mapped.has(one.tenantId));
    expect(unmapped.map((customer) => customer.name)).toEqual(["Kestrel Aerial Surveys"]);
    const ids = unmapped.flatMap((customer) => customer.subscriptions.map((one) => one.subscriptionId));
    expect(lines.filter((line) => ids.includes(line.subscriptionId)).length).toBeGreaterThan(0);
    expect(companies.filter((company) => company.name.includes("Kestrel"))).toEqual([]);
  });

  it("invoices a product that has left the price list", () => {
    const gone = troubled.prism.products.filter((product) => !product.listed);
    expect(gone).toHaveLength(1);
    expect(lines.filter((line) => line.offerName === gone[0]?.name)).toHaveLength(1);
  });

  it("has agreements that ended, do not prorate, or are already invoiced", () => {
    expect(agreementOf("Silverline Couriers")?.endDate).toBe("2026-10-20");
    expect(agreementOf("Penrose Financial Planning")?.prorateFlag).toBe(false);
    expect(agreementOf("Vantage Point Recruitment")).toMatchObject({
      periodType: "Future",
      nextInvoiceDate: "2026-11-01",
    });
    const penrose = troubled.prism.customers.find((one) => one.name === "Penrose Financial Planning");
    const changed = penrose?.subscriptions.filter(
      (one) => lines.filter((line) => line.subscriptionId === one.subscriptionId).length > 1,
    );
    expect(changed?.length).toBeGreaterThan(0);
  });

  it("has open lines of another tool for products that the same customer is invoiced for", () => {
    const agreement = agreementOf("Ironbark Legal");
    const left = additions.filter((addition) => addition.id > 9000 && addition.agreementId === agreement?.id);
    expect(left.map((addition) => addition.serialNumber)).toEqual(["CLOUDBILL-204417", undefined]);
    const skus = left.map((addition) => catalog.find((item) => item.id === addition.catalogId)?.vendorSku);
    const customer = troubled.prism.customers.find((one) => one.name === "Ironbark Legal");
    const invoiced = customer?.subscriptions.filter((one) =>
      lines.some((line) => line.subscriptionId === one.subscriptionId),
    );
    const held = invoiced?.map(
      (one) => troubled.prism.products.find((product) => product.productId === one.productId)?.sku,
    );
    for (const sku of skus) expect(held).toContain(sku);
  });

  it("has a credit, Azure usage that adds up, an annual payment and a trial", () => {
    expect(lines.filter((line) => line.subscriptionId === "").map((line) => line.subTotal)).toEqual([
      "-47.73",
    ]);
    const all = troubled.prism.customers.flatMap((customer) => customer.subscriptions);
    const azure = all.find((one) => one.displayTemplate === "Azure");
    const usage = troubled.prism.azureUsage.filter((one) => one.usageDate.startsWith("2026-10"));
    const sum = usage.reduce((total, one) => total.plus(one.cost), new money(0)).toFixed(2);
    expect(lines.find((line) => line.subscriptionId === azure?.subscriptionId)?.subTotal).toBe(sum);
    const annual = all.find((one) => one.billingCycle === "Annual");
    expect(lines.find((line) => line.subscriptionId === annual?.subscriptionId)).toMatchObject({
      chargeStart: "2026-10-01",
      chargeEnd: "2027-09-30",
    });
    const trial = troubled.prism.products.find((product) => product.isTrial);
    expect(lines.find((line) => line.offerName === trial?.name)?.subTotal).toBe("0.00");
  });

  it("has an inactive company of a mapped customer's name", () => {
    const twins = companies.filter((company) => company.name === "Oakhurst Property Group");
    expect(twins.map((company) => company.inactive).sort()).toEqual([false, true]);
  });
});
