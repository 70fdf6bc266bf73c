import { accessBlockers } from "@/app/(portal)/dashboard/safe/access";
import type { Blocker } from "@/app/(portal)/dashboard/safe/blocker";
import { freshnessBlockers } from "@/app/(portal)/dashboard/safe/freshness";
import { invoiceBlockers, monthToInvoice } from "@/app/(portal)/dashboard/safe/invoices";
import {
  notMappedBlockers,
  outstandingBlockers,
  toSyncBlockers,
} from "@/app/(portal)/dashboard/safe/outstanding";
import type { ProgramOverview } from "@/db/queries/portal/program-overviews";
import type { SyncKind } from "@/db/schema";
import type { IsoDate } from "@/lib/values";

export type SafeToInvoice = {
  /** A day of the month of usage that is to be invoiced; null: there was no invoice yet. */
  month: IsoDate | null;
  /** What blocks it, in the order in which to mend it. Empty: safe to invoice. */
  blockers: Blocker[];
};

const kinds = ["products", "customers"] as const satisfies readonly SyncKind[];

/**
 * Whether a program's invoices of the last month that is over can go out, or exactly what blocks them: access first,
 * then what has to come in and to run, products before the customers that need them, what failed before what is held,
 * then what is billed to nobody and what is to be reviewed. `today` is the organisation's day. Pure.
 */
export function safeToInvoice(
  program: ProgramOverview,
  { now, today }: { now: Date; today: IsoDate },
): SafeToInvoice {
  const blockers = [
    ...accessBlockers(program),
    ...invoiceBlockers(program, today),
    ...kinds.flatMap((kind) => freshnessBlockers(program, kind, now)),
    ...kinds.flatMap((kind) => outstandingBlockers(program, kind, "failed")),
    ...kinds.flatMap((kind) => outstandingBlockers(program, kind, "unknown")),
    ...kinds.flatMap((kind) => outstandingBlockers(program, kind, "held")),
    ...toSyncBlockers(program),
    ...notMappedBlockers(program),
    ...kinds.flatMap((kind) => outstandingBlockers(program, kind, "warning")),
  ];
  return { month: monthToInvoice(program, today), blockers };
}
