import { z } from "zod";
import { systemClock } from "@/lib/clock";
import { ApiError } from "@/lib/errors";
import { HttpClient } from "../http";
import type { ConnectorHooks } from "../http/types";
import type { SourceConnector } from "../source";
import { readJson } from "../wire/json";
import { PrismClient } from "./client";
import { explainAnswer, service } from "./errors";
import { readInvoiceLines } from "./invoice-csv";
import { readInvoices } from "./invoices";
import { mapCustomer, mapPriceList } from "./map";
import { accountSchema, customerSchema, priceListSchema } from "./schemas";
import { readTenants } from "./tenants";
import { AccessToken } from "./token";

export type PrismOptions = ConnectorHooks & {
  /** "https://api.prismportal.online" */
  apiUrl: string;
  /** "https://identity.prismportal.online" */
  identityUrl: string;
  clientId: string;
  clientSecret: string;
  timeoutMs?: number;
};

/** PRISM behind the words of SourceConnector. `close` when done, to end its connections. */
export function createPrismConnector(options: PrismOptions): SourceConnector & { close(): Promise<void> } {
  const secrets = (): string[] => token.secrets();
  const http = new HttpClient({ ...options, service, explain: explainAnswer, secrets });
  const token = new AccessToken(http, options, options.clock ?? systemClock);
  const client = new PrismClient(http, options.apiUrl, token);
  return {
    checkAccess: () => checkAccess(client),
    customers: async () => {
      const answer = await client.get("api/v1/me/customers", { includeDeactivatedCustomers: "false" });
      return readJson(z.array(customerSchema), answer).flatMap(mapCustomer);
    },
    tenants: (contractAgreementId) => readTenants(client, contractAgreementId),
    invoices: () => readInvoices(client),
    invoiceLines: (invoiceId) => readInvoiceLines(client, invoiceId),
    priceList: async (contractAgreementId, date) => {
      const day = date.split("-").map(Number).join("/");
      const path = `api/v2/me/pricing/${encodeURIComponent(contractAgreementId)}/pricelist/${day}/`;
      const answer = await client.get(path, { excludeTieredProducts: "true" });
      return mapPriceList(readJson(priceListSchema, answer));
    },
    close: () => http.close(),
  };
}

/** Throws ApiError only when PRISM does not answer; keys that are refused are an answer. */
async function checkAccess(client: PrismClient): ReturnType<SourceConnector["checkAccess"]> {
  try {
    const account = readJson(accountSchema, await client.get("api/v1/me"));
    const about = account.CustomerName ?? account.CompanyName ?? account.Name;
    return { about, credentials: "accepted" };
  } catch (error) {
    if (!(error instanceof ApiError) || error.kind !== "unauthorised") throw error;
    return { about: null, credentials: "refused" };
  }
}
