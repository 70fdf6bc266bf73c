import type { EndingSettlement } from "@/db/commands/runs/settle-endings";
import type { LineEnding } from "@/db/queries/runs/line-endings";
import type { ItemOutcome } from "@/db/schema";
import { isOthersKey } from "@/lib/sync/others-key";
import type { AgreementLine, LineChange } from "@/workers/connectors/psa";
import type { EndingPlan } from "../../plan/lines/plan-ending";
import { type DraftIssue, type ItemDraft, itemIdOf } from "../../run/item-draft";
import { endingPrefix } from "../../writes/confirm-written";
import { blockedIssue } from "../../writes/ended-draft";
import { markEnding } from "./approved-endings";

type Ending = LineEnding["ending"];

/** A line that a person wants ended, with the one change that ends it; without it, there is nothing to write. */
export type PlannedEnding = {
  ending: Ending;
  draft: ItemDraft;
  current?: AgreementLine;
  change?: LineChange;
};

type Around = {
  runId: string;
  key: string;
  ending: Ending;
  customerName: string | null;
  preview: boolean;
  agreementName?: string;
  line?: AgreementLine;
};

/** What becomes of the line: as planned, left alone as excluded, or waiting for an earlier write of ours. */
export type EndingVerdict = EndingPlan | { kind: "excluded" | "unknown" | "held" };

/** The item that ends a line, and the change to write when there is one. Pure. */
export function draftEnding(around: Around, verdict: EndingVerdict): PlannedEnding {
  const { ending, line, preview } = around;
  const issues = issuesOf(around, verdict);
  const draft: ItemDraft = {
    item: {
      id: itemIdOf(around.runId, around.key),
      key: around.key,
      subject: "subscription",
      subscriptionId: isOthersKey(ending.key) ? null : ending.key.slice(0, ending.key.lastIndexOf(":")),
      customerId: ending.customerId,
      customerName: around.customerName,
      title: ending.title,
      agreementId: ending.psaAgreementId,
      agreementName: around.agreementName ?? null,
      outcome: outcomeOf(verdict, preview),
      reason: verdict.kind === "excluded" ? "excluded" : (issues[0]?.code ?? null),
      before: line ? [stepOf(line)] : null,
      after: line && verdict.kind === "end" ? [stepOf({ ...line, ...verdict.change })] : null,
      lineCount: 0,
    },
    issues,
    position: { confirmedThrough: null, confirmed: null, open: false },
    money: [],
  };
  if (!line || verdict.kind !== "end") return { ending, draft };
  const { change } = verdict;
  const [before, after] = [[stepOf(line)], [stepOf({ ...line, ...change })]];
  const marked = markEnding(draft, { writes: { line, change }, before, after });
  return preview ? { ending, draft: marked } : { ending, draft: marked, current: line, change };
}

function outcomeOf({ kind }: EndingVerdict, preview: boolean): ItemDraft["item"]["outcome"] {
  switch (kind) {
    case "end":
      return preview ? "planned" : "applied";
    case "over":
      return "unchanged";
    case "fail":
      return "failed";
    case "excluded":
      return "skipped";
    default:
      return kind;
  }
}

function issuesOf({ ending }: Around, verdict: EndingVerdict): DraftIssue[] {
  if (verdict.kind === "fail") return [verdict.issue];
  if (verdict.kind === "unknown" || verdict.kind === "held") {
    return [blockedIssue(verdict.kind, { product: ending.title })];
  }
  return [];
}

function stepOf({ from, to, quantity, unitCost, unitPrice }: AgreementLine) {
  return { from, to, quantity, unitCost, unitPrice };
}

/** The key of the item that ends a line. */
export function keyOf(endingId: string): string {
  return `${endingPrefix}${endingId}`;
}

/** What is not known yet stays open, and so does what a person has excluded. */
export function settlementOf(
  { ending }: Pick<PlannedEnding, "ending">,
  outcome: ItemOutcome | undefined,
): EndingSettlement[] {
  if (outcome === "applied" || outcome === "unchanged") return [{ id: ending.id, state: "done" }];
  return outcome === "failed" || outcome === "held" ? [{ id: ending.id, state: "failed" }] : [];
}
