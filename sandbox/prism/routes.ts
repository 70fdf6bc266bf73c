import type { SandboxRequest, SandboxResponse } from "../http/service";
import { badRequest, json, notFound } from "./answers";
import { answerUsageDetail, answerUsageSummary } from "./azure";
import { customersAnswer, partnerAccount, subscriptionAnswer, tenantAnswer } from "./customers";
import { invoiceCsv } from "./invoice-csv";
import { answerInvoices } from "./invoices";
import { priceListAnswer } from "./price-list";
import { type PrismState, presentDay, presentSubscriptions, visibleInvoice } from "./state";

type Answer = (state: PrismState, request: SandboxRequest, parts: string[]) => SandboxResponse;

export type Route = { method: "GET" | "POST"; path: RegExp; answer: Answer };

/** `:name` stands for one part of the path; letters' case and a slash at the end do not matter. */
function route(method: Route["method"], path: string, answer: Answer): Route {
  const pattern = path.replace(/:\w+/g, "([^/]+)");
  return { method, path: new RegExp(`^${pattern}/?$`, "i"), answer };
}

export const routes: Route[] = [
  route("GET", "/api/v1/me", (state) => json(partnerAccount(state))),
  route("GET", "/api/v1/me/customers", answerCustomers),
  route("GET", "/api/v1/me/invoice/:invoiceId/csv", answerInvoiceCsv),
  route("GET", "/api/v2/invoices", (state, request) => answerInvoices(state, request.query)),
  route("GET", "/api/v2/contractagreements/:agreementId/tenants", answerAgreementTenants),
  route("GET", "/api/v2/me/pricing/:agreementId/pricelist", answerPriceList),
  route("GET", "/api/v2/me/pricing/:agreementId/pricelist/:year/:month/:day", answerPriceList),
  route("GET", "/api/v2/microsoftcsp/tenants", answerMicrosoftTenants),
  route("GET", "/api/v2/microsoftcsp/tenants/:tenantId", answerTenant),
  route("GET", "/api/v2/microsoftcsp/subscriptions/:subscriptionId", answerSubscription),
  route("GET", "/api/v2/microsoftcsp/azure/usage/summary/:subscriptionId", (state, request, parts) =>
    answerUsageSummary(state, parts[0] ?? "", request.query),
  ),
  route("POST", "/api/v2/microsoftcsp/azure/usage/detailed", answerUsageDetail),
];

function answerCustomers(state: PrismState, request: SandboxRequest): SandboxResponse {
  const all = request.query.get("includeDeactivatedCustomers")?.toLowerCase() === "true";
  const customers = state.seed.customers.filter((customer) => all || customer.isActive);
  return json(customersAnswer(state, customers));
}

function answerInvoiceCsv(state: PrismState, _: SandboxRequest, parts: string[]): SandboxResponse {
  const invoice = visibleInvoice(state, parts[0] ?? "");
  if (!invoice) return notFound("The invoice");
  return {
    status: 200,
    headers: { "content-type": "text/csv; charset=utf-8" },
    body: invoiceCsv(state, invoice),
  };
}

function isKnownAgreement(state: PrismState, agreementId: string | undefined): boolean {
  return state.seed.contractAgreements.some((agreement) => agreement.id === agreementId);
}

function answerAgreementTenants(state: PrismState, _: SandboxRequest, [agreementId]: string[]) {
  if (!isKnownAgreement(state, agreementId)) return notFound("The contract agreement");
  const customers = state.seed.customers.filter((one) => one.contractAgreementId === agreementId);
  return json(customers.map((customer) => tenantAnswer(state, customer)));
}

function answerMicrosoftTenants(state: PrismState): SandboxResponse {
  const agreements = state.seed.contractAgreements.filter(
    (agreement) => agreement.programReferenceLabel === "Microsoft CSP",
  );
  const ids = new Set(agreements.map((agreement) => agreement.id));
  const customers = state.seed.customers.filter((customer) => ids.has(customer.contractAgreementId));
  return json(customers.map((customer) => tenantAnswer(state, customer)));
}

function answerTenant(state: PrismState, _: SandboxRequest, [tenantId]: string[]): SandboxResponse {
  const customer = state.seed.customers.find((one) => one.tenantId === tenantId);
  return customer ? json(tenantAnswer(state, customer)) : notFound("The tenant");
}

function answerSubscription(state: PrismState, _: SandboxRequest, [id]: string[]): SandboxResponse {
  for (const customer of state.seed.customers) {
    const found = presentSubscriptions(state, customer.subscriptions).find(
      (one) => one.subscriptionId === id,
    );
    if (found) return json(subscriptionAnswer(state, customer, found));
  }
  return notFound("The subscription");
}

/** Without a date in the path the prices of PRISM's present day are given. */
function answerPriceList(state: PrismState, request: SandboxRequest, parts: string[]): SandboxResponse {
  const [agreementId, year, month, day] = parts;
  const agreement = state.seed.contractAgreements.find((one) => one.id === agreementId);
  if (!agreement) return notFound("The contract agreement");
  const date =
    year && month && day ? `${year}-${month.padStart(2, "0")}-${day.padStart(2, "0")}` : presentDay(state);
  if (!isCalendarDay(date)) return badRequest(`${date} is not a date.`);
  const excludeTiered = request.query.get("excludeTieredProducts")?.toLowerCase() === "true";
  return json(priceListAnswer(state, agreement.programId, date, excludeTiered));
}

function isCalendarDay(text: string): boolean {
  const date = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
}
