"use server";

import { z } from "zod";
import type { Transaction } from "@/db/client";
import { acknowledgeWarnings } from "@/db/commands/portal/acknowledge-warnings";
import { excludeItem as exclude, includeItem as include } from "@/db/commands/portal/exclude-item";
import { type RetryResult, type RetryWhich, retryItems } from "@/db/commands/portal/retry-items";
import { runAgain as queueAgain } from "@/db/commands/portal/run-again";
import { countOf } from "@/lib/format/number";
import type { Change } from "@/lib/forms/perform-mutation";
import { links } from "@/lib/links";
import { MutationRefused, mutation } from "@/lib/mutation";
import { requestPath } from "@/lib/request-path";
import type { Session } from "@/lib/session";

const run = z.object({ runId: z.uuid() });
const item = run.extend({ itemId: z.uuid() });
const cause = run.extend({ code: z.string().regex(/^[a-z_]{1,60}$/) });

const inThreeYears = () => new Date(Date.now() + 3 * 366 * 24 * 60 * 60 * 1000).toISOString().slice(0, 10);
const today = () => new Date().toISOString().slice(0, 10);

const exclusion = item.extend({
  reason: z.string().trim().min(3, "Say in a few words why, for whoever asks later.").max(500),
  expiresOn: z
    .union([z.literal(""), z.iso.date()])
    .refine((day) => day === "" || (day > today() && day < inThreeYears()), "Choose a day after today.")
    .transform((day) => day || null),
});

export const retryItem = mutation({ role: "operator", input: item }, async ({ session, tx, input }) => ({
  ...(await retry(tx, session, input.runId, { itemId: input.itemId })),
  to: await backTo(input.itemId),
}));

export const retryCause = mutation({ role: "operator", input: cause }, ({ session, tx, input }) =>
  retry(tx, session, input.runId, { code: input.code }),
);

export const retryFailed = mutation({ role: "operator", input: run }, ({ session, tx, input }) =>
  retry(tx, session, input.runId, "failed"),
);

export const runAgain = mutation({ role: "operator", input: run }, async ({ session, tx, input }) => {
  const queued = await queueAgain(tx, { orgId: session.orgId, ...input, requestedBy: session.userId });
  if (queued.kind === "none") throw new MutationRefused("There is no such run.");
  if (queued.kind === "nothing") {
    throw new MutationRefused("There is nothing left here to reverse.", {
      text: "It is reversed by now, another sync has written the line since, or somebody took its exclusion back.",
    });
  }
  return {
    audit: { action: "run_requested", subject: queued.runId, facts: { after: input.runId } },
    to: links.run(queued.runId),
    notice: { title: "The sync is queued." },
  };
});

export const excludeItem = mutation(
  { role: "operator", input: exclusion },
  async ({ session, tx, input }) => {
    const { reason, expiresOn } = input;
    const excluded = await exclude(tx, { orgId: session.orgId, ...input, excludedBy: session.userId });
    if (!excluded) throw new MutationRefused("This line is not there any more.");
    return {
      audit: {
        action: "item_excluded",
        subject: excluded.key,
        facts: { runId: input.runId, title: excluded.title, reason, ...(expiresOn && { expiresOn }) },
      },
      to: await backTo(input.itemId),
      notice: {
        title: `${excluded.title} is excluded.`,
        text: "Later syncs skip it. You can take that back on this line.",
      },
    };
  },
);

export const includeItem = mutation({ role: "operator", input: item }, async ({ session, tx, input }) => {
  const included = await include(tx, { orgId: session.orgId, ...input, requestedBy: session.userId });
  if (!included) throw new MutationRefused("This line is not excluded any more.");
  return {
    audit: {
      action: "item_included",
      subject: included.key,
      facts: { runId: input.runId, title: included.title },
    },
    to: await backTo(input.itemId),
    notice: { title: `${included.title} is synced again.`, text: "A sync of just this line is queued." },
  };
});

export const acknowledgeIssue = mutation(
  {
    role: "operator",
    input: run.extend({ issueId: z.uuid(), itemId: z.uuid().optional() }),
  },
  async ({ session, tx, input }) => ({
    ...(await acknowledge(tx, session, input.runId, { issueId: input.issueId })),
    to: await backTo(input.itemId),
  }),
);

export const acknowledgeCause = mutation({ role: "operator", input: cause }, ({ session, tx, input }) =>
  acknowledge(tx, session, input.runId, { code: input.code }),
);

/** The page that the form stands on, at the line that it belongs to. */
async function backTo(itemId: string | undefined): Promise<string> {
  const path = await requestPath();
  return itemId ? `${path}#item-${itemId}` : path;
}

async function retry(tx: Transaction, session: Session, runId: string, which: RetryWhich): Promise<Change> {
  const { orgId, userId } = session;
  const result = await retryItems(tx, { orgId, runId, requestedBy: userId, which });
  if (result.kind === "nothing") {
    throw new MutationRefused("There is nothing left to retry.", {
      text: "A later sync has settled it, or somebody excluded it meanwhile.",
    });
  }
  const queued = result.kind === "queued";
  return {
    audit: queued
      ? {
          action: "retry_requested",
          subject: result.runId,
          facts: { of: runId, items: String(result.count) },
        }
      : null,
    notice: retryNotice(result),
  };
}

function retryNotice(result: Exclude<RetryResult, { kind: "nothing" }>): NonNullable<Change["notice"]> {
  if (result.kind === "waiting") return { title: "A retry of this is already on its way." };
  return {
    title: `A retry of ${countOf(result.count, "line")} is queued.`,
    text: "It takes a moment; this page shows what became of it.",
  };
}

async function acknowledge(
  tx: Transaction,
  session: Session,
  runId: string,
  which: { issueId: string } | { code: string },
): Promise<Change> {
  const { orgId, userId } = session;
  const count = await acknowledgeWarnings(tx, { orgId, runId, acknowledgedBy: userId, which });
  if (count === 0) throw new MutationRefused("Somebody has acknowledged this meanwhile.");
  const subject = "code" in which ? which.code : which.issueId;
  return {
    audit: { action: "warnings_acknowledged", subject, facts: { runId, count: String(count) } },
    notice: { title: `${countOf(count, "warning")} acknowledged.` },
  };
}
