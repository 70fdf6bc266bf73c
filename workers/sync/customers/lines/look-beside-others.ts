import { forgetLines } from "@/db/commands/runs/forget-lines";
import type { StoredLine } from "@/db/queries/runs/positions";
import type { IsoDate } from "@/lib/values";
import type { AgreementLine } from "@/workers/connectors/psa";
import { canonical } from "../../plan/exact";
import { hold } from "../../plan/issues";
import type { Decide, PlanIssue } from "../../plan/types";
import type { ActiveRun } from "../../run/engine";
import { asLinesPsa } from "../../writes/lines-psa";
import { clipBills } from "../clip-bills";
import type { Subject } from "../subject";

/** What lines of ours on other agreements leave to be planned on this one. */
export type BesideOthers =
  /** A line was written so lately that the PSA may not show it yet. */
  | { kind: "unseen" }
  /** Lines there go on, so that ours would bill the same licences twice. */
  | { kind: "asked"; issues: PlanIssue[] }
  /** The subject without the days that lines there bill. */
  | { kind: "rest"; subject: Subject };

/**
 * Looks at the lines of a subscription whose customer was mapped to another agreement before. While one there goes on,
 * a person is asked; one that has an end keeps its days, and ours go on from the next. Throws ApiError.
 */
export async function lookBesideOthers(
  run: ActiveRun,
  subject: Subject,
  elsewhere: StoredLine[],
  decide: Decide,
): Promise<BesideOthers> {
  const psa = asLinesPsa(run.psa);
  const found: AgreementLine[] = [];
  const over: StoredLine[] = [];
  const firstDay = subject.bills[0]?.periodStart;
  for (const stored of elsewhere) {
    const line = await psa.line(stored.psaAgreementId, stored.psaLineId);
    if (!line && stored.ageMs < run.engine.psaSettlesAfterMs) return { kind: "unseen" };
    if (line && bills(line)) found.push(line);
    if (!line || !bills(line) || (firstDay && line.to !== null && line.to < firstDay)) over.push(stored);
  }
  const issues = found.filter((line) => line.to === null).map(askOf);
  const open = issues.filter((issue) => decide(issue)?.choice !== "keep");
  if (open.length > 0) return { kind: "asked", issues: open };
  if (run.context.run.mode === "live") await forget(run, over);
  const lastDay = latestEnd(found);
  return {
    kind: "rest",
    subject: lastDay === null ? subject : { ...subject, bills: clipBills(subject.bills, lastDay) },
  };
}

function bills({ billable, quantity, from, to }: AgreementLine): boolean {
  return billable && canonical(quantity) !== "0" && (to === null || from <= to);
}

function askOf({ id, agreementId, itemName, quantity, from }: AgreementLine): PlanIssue {
  return hold("existing_line", { lineId: id, agreementId, name: itemName, quantity, from, ours: "yes" });
}

function latestEnd(lines: AgreementLine[]): IsoDate | null {
  const ends = lines.flatMap(({ to }) => (to === null ? [] : [to])).sort();
  return ends.at(-1) ?? null;
}

/** What was over before the days to plan need not be read again in every run. */
async function forget(run: ActiveRun, lines: StoredLine[]): Promise<void> {
  const { orgId } = run.lease.ownership;
  await forgetLines(run.engine.db, { orgId, connectionId: run.context.connection.id, lines });
}
