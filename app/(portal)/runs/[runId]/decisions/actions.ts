"use server";

import { z } from "zod";
import { decideAll } from "@/db/commands/portal/decisions/decide-all";
import { type DecideResult, decideIssue } from "@/db/commands/portal/decisions/decide-issue";
import {
  adoptLine,
  endLines,
  linkProduct,
  type SettleResult,
} from "@/db/commands/portal/decisions/settle-lines";
import { type DecisionChoice, decisionChoices } from "@/db/schema";
import { countOf } from "@/lib/format/number";
import type { Change } from "@/lib/forms/perform-mutation";
import { links } from "@/lib/links";
import { MutationRefused, mutation } from "@/lib/mutation";
import { requestPath } from "@/lib/request-path";
import { decidedWords } from "./decision-words";

const issue = z.object({ runId: z.uuid(), itemId: z.uuid(), issueId: z.uuid() });
const psaId = z.string().regex(/^\d{1,18}$/, "This is not an id of the PSA.");
const lastDay = z.iso.date("Enter the last day that is still billed.");

export const decide = mutation(
  {
    role: "operator",
    input: issue.extend({ choice: z.enum(decisionChoices), date: lastDay.optional() }),
  },
  async ({ session, tx, input }) => {
    const { choice, date, ...ids } = input;
    if (choice === "confirm_end" && !date)
      throw new MutationRefused("Enter the last day that is still billed.");
    const details: Record<string, string> = date ? { date } : {};
    const asked = { orgId: session.orgId, ...ids, choice, details, decidedBy: session.userId };
    return afterDecision(await decideIssue(tx, asked), input, choice);
  },
);

export const approveForCustomer = mutation(
  { role: "operator", input: issue.extend({ customerId: z.uuid() }) },
  async ({ session, tx, input }) => {
    const { customerId, ...ids } = input;
    const choice = "approve" as const;
    const asked = {
      orgId: session.orgId,
      ...ids,
      choice,
      details: { customerId },
      decidedBy: session.userId,
    };
    return afterDecision(await decideIssue(tx, asked), input, choice);
  },
);

export const decideGroup = mutation(
  {
    role: "operator",
    input: z.object({
      runId: z.uuid(),
      code: z.string().regex(/^[a-z_]{1,60}$/),
      choice: z.enum(["approve", "reject"]),
      count: z.coerce.number().int().min(1),
    }),
  },
  async ({ session, tx, input }) => {
    const result = await decideAll(tx, { orgId: session.orgId, ...input, decidedBy: session.userId });
    if (result.kind === "changed") {
      throw new MutationRefused("There are others by now than you were shown.", {
        text: `${countOf(result.count, "line")} wait at present. Please look at them again.`,
      });
    }
    const { runId, code, choice } = input;
    return {
      audit: {
        action: "issues_decided",
        subject: code,
        facts: { runId, choice, count: String(result.count) },
      },
      to: links.run(runId),
      notice: {
        title: `${countOf(result.count, "line")} ${choice === "approve" ? "approved" : "rejected"}.`,
        text: "A sync of just these lines is queued.",
      },
    };
  },
);

export const adoptExistingLine = mutation(
  { role: "operator", input: issue.extend({ lineId: psaId }) },
  async ({ session, tx, input }) => {
    const asked = { orgId: session.orgId, ...input, askedBy: session.userId };
    const facts = { choice: "adopt_line", lineId: input.lineId };
    return afterSettling(
      await adoptLine(tx, asked),
      input,
      facts,
      `Line ${input.lineId} is ours from now on.`,
    );
  },
);

export const endExistingLines = mutation(
  {
    role: "operator",
    input: issue.extend({
      keptLineId: psaId.optional(),
      lastDay: z.union([z.literal(""), lastDay]).transform((day) => day || null),
    }),
  },
  async ({ session, tx, input }) => {
    const keptLineId = input.keptLineId ?? null;
    const asked = { orgId: session.orgId, ...input, keptLineId, askedBy: session.userId };
    const facts = { choice: "end_line", ...(keptLineId && { kept: keptLineId }) };
    return afterSettling(
      await endLines(tx, asked),
      input,
      facts,
      "The other line is ended by a sync of just this.",
    );
  },
);

export const linkToItem = mutation(
  { role: "operator", input: issue.extend({ psaItemId: psaId }) },
  async ({ session, tx, input }) => {
    const asked = { orgId: session.orgId, ...input, askedBy: session.userId };
    const facts = { choice: "link", psaItemId: input.psaItemId };
    return afterSettling(await linkProduct(tx, asked), input, facts, `Linked to item ${input.psaItemId}.`);
  },
);

type Ids = { runId: string; itemId: string };

function movedOn(): MutationRefused {
  return new MutationRefused("This has moved on.", {
    text: "A later sync has looked at the line, or it is settled. What holds now stands on this page.",
    stale: true,
  });
}

/** The line in the list that the form stands in, or in its sync where the form has a page of its own. */
async function backToLine({ runId, itemId }: Ids): Promise<string> {
  const path = await requestPath();
  const own = path.split("?")[0] === links.approveForCustomer(runId, itemId);
  return own || path.startsWith(links.run(runId))
    ? links.itemInList(runId, itemId)
    : `${path}#item-${itemId}`;
}

async function afterDecision(
  result: DecideResult,
  { runId, itemId }: Ids,
  choice: DecisionChoice,
): Promise<Change> {
  if (result.kind === "moved_on") throw movedOn();
  if (result.kind === "already") {
    const title = `Somebody has decided this already: ${decidedWords(result.choice)}.`;
    throw new MutationRefused(title, { stale: true });
  }
  if (result.kind === "no_choice") throw new MutationRefused("This line has no such choice.");
  const { issue } = result;
  return {
    audit: {
      action: "issue_decided",
      subject: issue.key,
      facts: { runId, code: issue.code, choice, title: issue.title },
    },
    to: await backToLine({ runId, itemId }),
    notice: {
      title: `${issue.title}: ${decidedWords(choice)}.`,
      text: "A sync of just this line is queued.",
    },
  };
}

async function afterSettling(
  result: SettleResult,
  { runId, itemId }: Ids,
  facts: Record<string, string>,
  title: string,
): Promise<Change> {
  if (result.kind === "moved_on") throw movedOn();
  if (result.kind === "not_named") throw new MutationRefused("The issue does not name this line.");
  if (result.kind === "taken") {
    throw new MutationRefused(`${result.by} is linked to this item already, so nothing was saved.`, {
      text: "Two products on one would overwrite each other’s price. Clear the other link first.",
    });
  }
  const { issue } = result;
  return {
    audit: { action: "issue_settled", subject: issue.key, facts: { runId, code: issue.code, ...facts } },
    to: await backToLine({ runId, itemId }),
    notice: { title, text: "A sync of just this line is queued." },
  };
}
