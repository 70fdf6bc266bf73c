import { setTimeout as sleep } from "node:timers/promises";
import { parse } from "csv-parse/sync";
import { z } from "zod";
import type { Amounts } from "@/scripts/months/psa-books";
import { sumOf } from "@/scripts/testing/contract-bills";
import type { ProductRig } from "@/scripts/testing/product-rig";

/** What a test sees outside the product: PRISM's invoice. */

const token = z.object({ access_token: z.string() });
const invoiceList = z.object({
  Records: z.array(z.looseObject({ InvoiceId: z.string(), BillingPeriodStart: z.string() })),
});
const csvLine = z.looseObject({ CustomerName: z.string(), SubTotal: z.string(), SubTotalRrp: z.string() });

/** The newest invoice's amounts, in all or to some customers, read from PRISM over its own interface. */
export async function readInvoice(rig: ProductRig, customers?: string[]): Promise<Amounts> {
  const { api, identity, clientId, clientSecret } = rig.sandbox.endpoints.prism;
  const form = new URLSearchParams({
    grant_type: "client_credentials",
    client_id: clientId,
    client_secret: clientSecret,
    scope: "rhipeapi",
  });
  const answer = await fetch(`${identity}/core/connect/token`, { method: "POST", body: form });
  const { access_token } = token.parse(await answer.json());
  const headers = { authorization: `Bearer ${access_token}` };
  const list = await fetch(`${api}/api/v2/invoices`, { headers });
  const { Records } = invoiceList.parse(await list.json());
  const [newest] = Records.sort((a, b) => (a.BillingPeriodStart < b.BillingPeriodStart ? 1 : -1));
  const csv = await fetch(`${api}/api/v1/me/invoice/${newest?.InvoiceId}/csv`, { headers });
  const lines = z
    .array(csvLine)
    .parse(parse(await csv.text(), { columns: true, bom: true }))
    .filter(({ CustomerName }) => customers?.includes(CustomerName) ?? true);
  return {
    cost: sumOf(lines.map((line) => line.SubTotal)),
    price: sumOf(lines.map((line) => line.SubTotalRrp)),
  };
}

/** Looks again and again until there is something. Throws after `limitMs`. */
export async function waitFor<T>(look: () => Promise<T | undefined>, limitMs = 60_000): Promise<T> {
  const until = Date.now() + limitMs;
  for (;;) {
    const found = await look();
    if (found !== undefined) return found;
    if (Date.now() > until) throw new Error(`Nothing came within ${limitMs / 1000} s.`);
    await sleep(300);
  }
}
