"use server";

import { z } from "zod";
import { applyPlan } from "@/db/commands/portal/plans/apply-plan";
import {
  type ApprovalResult,
  approveLines,
  type PlanLines,
  withdrawLines,
} from "@/db/commands/portal/plans/approve-lines";
import { reverseItems } from "@/db/commands/portal/plans/reverse-items";
import { countOf } from "@/lib/format/number";
import type { Change } from "@/lib/forms/perform-mutation";
import { links } from "@/lib/links";
import { MutationRefused, mutation } from "@/lib/mutation";
import { requestPath } from "@/lib/request-path";
import { productChanges } from "@/lib/sync/product-changes";

const plan = z.object({ runId: z.uuid(), version: z.coerce.number().int().min(0) });
const lines = plan.extend({
  itemId: z.uuid().optional(),
  customerId: z.uuid().optional(),
  change: z.enum(productChanges).optional(),
});

/** Approves all lines of a preview, a customer's, products of which the same becomes, or one. */
export const approvePlan = mutation({ role: "operator", input: lines }, async ({ session, tx, input }) => {
  const asked = { orgId: session.orgId, runId: input.runId, version: input.version, lines: linesOf(input) };
  const result = await approveLines(tx, { ...asked, approvedBy: session.userId });
  const said = (count: number) => `${countOf(count, "change")} approved.`;
  return approvalChange(input, "plan_approved", result, said);
});

/** Takes approvals back that nobody has applied. */
export const withdrawPlan = mutation({ role: "operator", input: lines }, async ({ session, tx, input }) => {
  const asked = { orgId: session.orgId, runId: input.runId, version: input.version, lines: linesOf(input) };
  const said = (count: number) => `The approval of ${countOf(count, "change")} is taken back.`;
  return approvalChange(input, "plan_withdrawn", await withdrawLines(tx, asked), said);
});

/** Queues the sync that writes what is approved and nothing else. */
export const writePlan = mutation(
  { role: "operator", input: plan.extend({ anew: z.literal("yes").optional() }) },
  async ({ session, tx, input }) => {
    const { runId, version, anew } = input;
    const asked = { orgId: session.orgId, runId, version, anew: anew === "yes", requestedBy: session.userId };
    const result = await applyPlan(tx, asked);
    if (result.kind === "nothing") throw new MutationRefused("Nothing approved waits to be written.");
    if (result.kind !== "queued") throw refusal(result.kind);
    const facts = { preview: runId, lines: String(result.count), anew: anew ?? "no" };
    const excluded = result.excluded.map(({ key, reason }) => ({
      action: "item_excluded",
      subject: key,
      facts: { runId: result.runId, reason },
    }));
    const answered = result.answered.map(({ key, ...answer }) => ({
      action: "issue_decided",
      subject: key,
      facts: { runId, ...answer },
    }));
    return {
      audit: [{ action: "plan_applied", subject: result.runId, facts }, ...excluded, ...answered],
      to: links.run(result.runId),
      notice: { title: `The sync of ${countOf(result.count, "approved change")} is queued.` },
    };
  },
);

/** Queues a preview of what would take back what a sync did to all of its lines, or to one. */
export const reverseRun = mutation(
  { role: "operator", input: z.object({ runId: z.uuid(), itemId: z.uuid().optional() }) },
  async ({ session, tx, input: { runId, itemId } }) => {
    const asked = { orgId: session.orgId, runId, requestedBy: session.userId };
    const result = await reverseItems(tx, { ...asked, lines: itemId ? { itemId } : "all" });
    if (result.kind === "nothing") {
      throw new MutationRefused("There is nothing here that can be reversed.", {
        text: "Another sync has changed it, too, or it is billed on another agreement by now.",
      });
    }
    const facts = { of: runId, lines: String(result.count), ...(itemId && { itemId }) };
    return {
      audit: { action: "reversal_previewed", subject: result.runId, facts },
      to: links.run(result.runId),
      notice: {
        title: `A preview of the reversal of ${countOf(result.count, "line")} is queued.`,
        text:
          result.left === 0
            ? "Nothing is written before you approve it."
            : `Nothing is written before you approve it. ${countOf(result.left, "line")} cannot be reversed: what another sync has changed too, and what is billed on another agreement by now.`,
      },
    };
  },
);

type LinesInput = z.output<typeof lines>;

function linesOf({ itemId, customerId, change }: LinesInput): PlanLines {
  if (itemId) return { itemId };
  if (change) return { change };
  return customerId ? { customerId } : "all";
}

async function approvalChange(
  input: LinesInput,
  action: string,
  result: ApprovalResult,
  said: (count: number) => string,
): Promise<Change> {
  const path = await requestPath();
  const to = input.itemId ? `${path}#item-${input.itemId}` : path;
  if (result.kind === "already") return { audit: null, to, notice: { title: "That is so already." } };
  if (result.kind !== "done") throw refusal(result.kind);
  const { itemId, customerId, change } = input;
  const facts = {
    lines: String(result.count),
    ...(change && { change }),
    ...(itemId && { itemId }),
    ...(customerId && { customerId }),
  };
  return { audit: { action, subject: input.runId, facts }, to, notice: { title: said(result.count) } };
}

function refusal(kind: "none" | "too_old" | "changed"): MutationRefused {
  switch (kind) {
    case "changed":
      return new MutationRefused("Somebody approved or wrote something else meanwhile.", {
        text: "The page shows it now. Look again, and press once more if it is still right.",
        stale: true,
      });
    case "too_old":
      return new MutationRefused("This preview is too old.", {
        text: "Make a new preview, and approve what it shows.",
      });
    case "none":
      return new MutationRefused("There is no such preview, or it is not over yet.");
  }
}
