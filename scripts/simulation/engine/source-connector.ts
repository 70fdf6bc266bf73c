import { ApiError, type ApiErrorKind } from "@/lib/errors";
import { service } from "@/workers/connectors/prism/errors";
import type { SourceConnector, SourceInvoiceLine, SourceTenant } from "@/workers/connectors/source";
import type { Prism } from "../world/prism";
import type { Process, Steps } from "./steps";

/**
 * PRISM as one run sees it. The lines of an invoice stream within a transaction, where the worker is not interrupted: what
 * is to go wrong with them goes wrong with the step before.
 */
export function sourceConnector(steps: Steps, process: Process, prism: Prism): SourceConnector {
  async function ask<T>(says: string, answer: () => T): Promise<T> {
    const fault = await steps.enter(process, "source", says);
    if (fault?.on === "source") throw errorOf(fault.kind);
    return answer();
  }
  return {
    checkAccess: async () => ({ about: null, credentials: "accepted" }),
    customers: async () => [],
    // They stream within a transaction, too.
    async *tenants(): AsyncIterable<SourceTenant[]> {
      yield prism.tenants();
    },
    invoices: () => ask("invoices", () => prism.invoices()),
    async *invoiceLines(invoiceId): AsyncIterable<SourceInvoiceLine[]> {
      yield prism.lines(invoiceId);
    },
    priceList: () => ask("price list", () => prism.priceList()),
  };
}

function errorOf(kind: ApiErrorKind): ApiError {
  return new ApiError({ service, kind });
}
