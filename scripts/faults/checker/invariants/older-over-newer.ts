import { Decimal } from "decimal.js";
import { groupBy } from "@/lib/group-by";
import { addMonths } from "@/sandbox/world/plain-dates";
import { invoicedRow } from "../../../months/invoiced-row";
import type { PsaName } from "../../../months/psa-books";
import type { SeenAgreement, SeenSubscription, SeenWrite, Violation } from "../seen";
import { licenceKey } from "./right-quantities";

/** I3: once a write brought the newest invoice's quantity, no later one sets it back to an older invoice's. */
export function findOlderOverNewer(psa: PsaName, agreement: SeenAgreement, all: SeenWrite[]): Violation[] {
  const writes = all.filter(({ agreementId }) => agreementId === agreement.agreementId);
  const nameOf = psa === "connectwise" ? licenceKey : ({ product }: SeenSubscription) => product;
  return [...groupBy(agreement.subscriptions, nameOf)].flatMap(([name, subscriptions]) => {
    const [newest, ...older] = quantitiesByInvoice(subscriptions).reverse();
    if (newest === undefined || newest === "0") return [];
    const stale = older.filter((quantity) => quantity !== newest && quantity !== "0");
    let reached = false;
    return writes.flatMap((write) => {
      if (write.reference !== name) return [];
      const quantity = psa === "connectwise" ? ofLine(write) : ofService(agreement, writes, write);
      if (quantity === newest) reached = true;
      if (!reached || quantity === null || !stale.includes(quantity)) return [];
      const says = `${name} was set back from ${newest} to ${quantity}, which an older invoice says.`;
      return [{ invariant: "I3" as const, says, data: write }];
    });
  });
}

/** What goes on after each invoice, oldest first. */
function quantitiesByInvoice(subscriptions: SeenSubscription[]): string[] {
  const months = new Set(subscriptions.flatMap((one) => one.months.map(({ month }) => month)));
  return [...months].sort().map((newest) => {
    const quantities = subscriptions.map((one) => {
      const known = one.months.filter(({ month }) => month <= newest);
      return invoicedRow(known, addMonths(newest, 1))?.quantity ?? "0";
    });
    return Decimal.sum(0, ...quantities).toString();
  });
}

/** What a line holds for good after a write; null: it ends. */
function ofLine({ to, until, quantity }: SeenWrite): string | null {
  return to === "line" && until === null && quantity !== null ? new Decimal(quantity).toString() : null;
}

/** What a contract service holds for good after an adjustment. */
function ofService({ before }: SeenAgreement, writes: SeenWrite[], { to, id, seq }: SeenWrite) {
  if (to !== "units") return null;
  const rows = before.filter((row) => row.what === "line" && row.id === id);
  const last = rows.toSorted((a, b) => (a.from < b.from ? -1 : 1)).at(-1)?.quantity ?? "0";
  const changes = writes.filter((one) => one.to === "units" && one.id === id && one.seq <= seq);
  return Decimal.sum(last, ...changes.map(({ quantity }) => quantity ?? "0")).toString();
}
