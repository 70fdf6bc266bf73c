import { z } from "zod";
import type { PrismInvoiceSeed, PrismSeed, PrismSubscriptionSeed } from "../world/seed";
import { decimalText, prismSeedSchema } from "./seed-schema";

export const malformedRowSchema = z.object({
  row: z.number().int().min(1),
  kind: z.enum(["missing_field", "bad_number", "bad_date"]),
});

/** How a person has bent an invoice; `total` null: the list gives no total at all. */
const invoiceEditSchema = z
  .object({
    total: decimalText.nullable(),
    voided: z.boolean(),
    malformedRow: malformedRowSchema.nullable(),
  })
  .partial();

export const prismSettingsSchema = z.strictObject({
  /** Counts for tokens already given too: 0 ends them all. */
  tokenLifetimeSeconds: z.number().min(0),
});

export const prismStateSchema = z.object({
  settings: prismSettingsSchema,
  seed: prismSeedSchema,
  invoiceEdits: z.record(z.string(), invoiceEditSchema),
  tokens: z.array(z.object({ token: z.string(), givenAt: z.number() })),
});

export type PrismState = z.infer<typeof prismStateSchema>;
export type MalformedRow = z.infer<typeof malformedRowSchema>;

export function freshState(seed: PrismSeed, tokenLifetimeSeconds: number): PrismState {
  return { settings: { tokenLifetimeSeconds }, seed: structuredClone(seed), invoiceEdits: {}, tokens: [] };
}

/** All invoices, oldest period first; the objects are those of the state. */
export function storedInvoices(
  state: PrismState,
): { invoice: PrismInvoiceSeed; usageMonth: string; issued: boolean }[] {
  return state.seed.months.flatMap(({ usageMonth, issued, invoices }) =>
    invoices.map((invoice) => ({ invoice, usageMonth, issued })),
  );
}

/** What PRISM shows: issued and not voided. */
export function visibleInvoice(state: PrismState, invoiceId: string): PrismInvoiceSeed | undefined {
  if (state.invoiceEdits[invoiceId]?.voided) return undefined;
  return storedInvoices(state).find((one) => one.issued && one.invoice.invoiceId === invoiceId)?.invoice;
}

/** The day up to which PRISM's present reaches: the end of the newest invoiced period. */
export function presentDay(state: PrismState): string {
  return storedInvoices(state).reduce(
    (latest, { issued, invoice }) => (issued && invoice.periodEnd > latest ? invoice.periodEnd : latest),
    "",
  );
}

/** Subscriptions that have been bought by now. */
export function presentSubscriptions(state: PrismState, subscriptions: PrismSubscriptionSeed[]) {
  const present = presentDay(state);
  return subscriptions.filter((subscription) => subscription.firstPurchased <= present);
}

export function allSubscriptions(state: PrismState): PrismSubscriptionSeed[] {
  return state.seed.customers.flatMap((customer) => customer.subscriptions);
}

/** Issues the oldest month that has not been issued and brings the subscriptions to its end; none left: nothing. */
export function issueNextMonth(state: PrismState): PrismInvoiceSeed[] {
  const month = state.seed.months.find((one) => !one.issued);
  if (!month) return [];
  month.issued = true;
  const byId = new Map(allSubscriptions(state).map((one) => [one.subscriptionId, one]));
  for (const { subscriptionId, status, quantity } of month.subscriptionChanges) {
    const subscription = byId.get(subscriptionId);
    if (subscription) Object.assign(subscription, { status, quantity });
  }
  return month.invoices;
}
