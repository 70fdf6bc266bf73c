import { z } from "zod";
import { EditRefused } from "../../http/service";
import type { Agreement } from "../schema/agreement";
import type { Site } from "../site";
import type { Bill } from "./bill";
import { billAgreement } from "./bill-agreement";
import { dayOf } from "./period";

const billRequest = z.strictObject({
  /** All agreements when absent. */
  agreementIds: z.array(z.int()).optional(),
  /** Bills every cycle whose nextInvoiceDate is on or before this day; exactly one cycle when absent. */
  until: z.iso.date().optional(),
});

export type BillAnswer = {
  invoices: Bill[];
  /** Agreements that were asked for and have nothing to bill. */
  skipped: { agreementId: number; agreementName: string; reason: string }[];
};

function wanted(site: Site, ids: number[] | undefined): Agreement[] {
  if (!ids) return site.tables.agreements.all();
  return ids.map((id) => {
    const agreement = site.tables.agreements.get(id);
    if (!agreement)
      throw new EditRefused(
        404,
        `There is no agreement ${id}; GET entities/connectwise/agreements lists them.`,
      );
    return agreement;
  });
}

const isDue = ({ nextInvoiceDate }: Agreement, until: string) =>
  nextInvoiceDate !== undefined && dayOf(nextInvoiceDate) <= until;

/** Bills the agreements in the order of their ids. Throws EditRefused for a request that it cannot read. */
export function billAll(site: Site, request: unknown): BillAnswer {
  const read = billRequest.safeParse(request ?? {});
  if (!read.success) throw new EditRefused(400, z.prettifyError(read.error));
  const { agreementIds, until } = read.data;
  const invoices: Bill[] = [];
  const skipped: BillAnswer["skipped"] = [];
  for (const { id, name } of wanted(site, agreementIds)) {
    for (;;) {
      const agreement = site.tables.agreements.get(id);
      if (!agreement || (until !== undefined && !isDue(agreement, until))) break;
      const outcome = billAgreement(site, agreement);
      if ("bill" in outcome) invoices.push(outcome.bill);
      else skipped.push({ agreementId: id, agreementName: name, reason: outcome.reason });
      if (until === undefined || "reason" in outcome || agreement.billOneTimeFlag) break;
    }
  }
  return { invoices, skipped };
}
