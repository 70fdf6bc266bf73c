import { z } from "zod";
import type { Proposal } from "@/app/(portal)/programs/mapping/suggested/propose";

const psaId = z.string().min(1).max(50);
const day = z.iso.date();

const tickedShape = z.tuple([
  z.uuid(),
  psaId,
  psaId,
  z.union([z.literal(""), z.object({ periodStart: day, periodEnd: day })]),
]);

/** What a ticked row of the page showed: customer, company, agreement and newest invoice. */
export type Ticked = {
  customerId: string;
  psaCompanyId: string;
  psaAgreementId: string;
  newestInvoice: { periodStart: string; periodEnd: string } | null;
};

/** A proposal as the value of its box, so that what was seen is what is accepted. */
export function tickedValue({ customer, best, agreement }: Proposal): string {
  return JSON.stringify([
    customer.customerId,
    best.company.psaId,
    agreement.psaId,
    customer.newestInvoice ?? "",
  ]);
}

/** The value of a box, read back. */
export const tickedInput = z
  .string()
  .max(500)
  .transform((text, context): Ticked => {
    const parsed = tickedShape.safeParse(jsonOf(text));
    if (!parsed.success) {
      context.addIssue({ code: "custom", message: "Please tick the customers again." });
      return z.NEVER;
    }
    const [customerId, psaCompanyId, psaAgreementId, newestInvoice] = parsed.data;
    return { customerId, psaCompanyId, psaAgreementId, newestInvoice: newestInvoice || null };
  });

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
