import { z } from "zod";
import { type Billing, EditRefused } from "../http/service";
import type { Tenant } from "./tenant";

const billRequest = z.strictObject({
  /** All contracts when absent. `agreementIds` is the same, as the other PSA names them. */
  contractIds: z.array(z.int()).optional(),
  agreementIds: z.array(z.int()).optional(),
  /** Posts every period that ends on or before this day; exactly one when absent. */
  until: z.iso.date().optional(),
});

/** "Approve and post", which the API does not offer. */
export function tenantBilling(tenant: Tenant): Billing {
  return {
    bill(request) {
      const read = billRequest.safeParse(request ?? {});
      if (!read.success) throw new EditRefused(400, z.prettifyError(read.error));
      const { agreementIds, contractIds = agreementIds, until } = read.data;
      for (const id of contractIds ?? [])
        if (!tenant.tables.contracts.get(id))
          throw new EditRefused(
            404,
            `There is no contract ${id}; GET entities/autotask/contracts lists them.`,
          );
      const { bills, skipped } = tenant.write(
        () => tenant.ledger.post({ ...(contractIds ? { contractIds } : {}), ...(until ? { until } : {}) }),
        0,
      );
      return { invoices: bills, skipped };
    },
    bills: () => [...tenant.ledger.bills],
  };
}
