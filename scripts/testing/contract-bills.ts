import { Decimal } from "decimal.js";
import { eq } from "drizzle-orm";
import { z } from "zod";
import { inOrg } from "@/db/client";
import { agreementLines } from "@/db/schema";
import type { Rig } from "./rig";

const line = z.looseObject({
  contractServiceId: z.number().nullable(),
  chargeId: z.number().nullable(),
  amount: z.string(),
  cost: z.string(),
});

const bill = z.looseObject({
  contractId: z.number(),
  periodStart: z.string(),
  periodEnd: z.string(),
  lines: z.array(line),
});

export type ContractBill = z.infer<typeof bill>;

/** "Approve and post" of the next period of every contract, or of all up to a day: what of it is billed for us. */
export async function billContracts(
  rig: Rig,
  choice: { contractIds?: number[]; until?: string } = {},
): Promise<ContractBill[]> {
  const invoices = z.array(bill).parse(await rig.control.billBy("autotask", choice));
  const stored = await inOrg(rig.db, rig.orgId, (tx) =>
    tx
      .select({ id: agreementLines.psaLineId })
      .from(agreementLines)
      .where(eq(agreementLines.connectionId, rig.programSync.connectionId)),
  );
  const ours = new Set(stored.map(({ id }) => id));
  const isOurs = (one: z.infer<typeof line>) =>
    ours.has(String(one.contractServiceId)) || ours.has(`charge:${one.chargeId}`);
  return invoices.map((one) => ({ ...one, lines: one.lines.filter(isOurs) }));
}

/** Cost and price of all lines, to the cent. */
export function totalOf(bills: ContractBill[]): { cost: string; price: string } {
  const lines = bills.flatMap((one) => one.lines);
  return { cost: sumOf(lines.map(({ cost }) => cost)), price: sumOf(lines.map(({ amount }) => amount)) };
}

/** An exact sum as text, with cents. */
export function sumOf(amounts: (string | null)[]): string {
  return amounts.reduce((total, amount) => total.plus(amount ?? 0), new Decimal(0)).toFixed(2);
}
