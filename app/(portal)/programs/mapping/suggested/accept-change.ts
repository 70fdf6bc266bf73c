import { dayAfter } from "@/app/(portal)/programs/mapping/begin";
import { settleLeftover } from "@/app/(portal)/programs/mapping/leftover-change";
import { mappingFacts } from "@/app/(portal)/programs/mapping/mapping-change";
import { acceptInput, type begins } from "@/app/(portal)/programs/mapping/suggested/accept-input";
import { doubtWords } from "@/app/(portal)/programs/mapping/suggested/doubt-words";
import { readOutlooks } from "@/app/(portal)/programs/mapping/suggested/load-outlooks";
import { isProposal, type Outlook, type Proposal } from "@/app/(portal)/programs/mapping/suggested/propose";
import type { Ticked } from "@/app/(portal)/programs/mapping/suggested/ticked";
import type { Transaction } from "@/db/client";
import type { AuditEntry } from "@/db/commands/append-audit-event";
import { type MappingChoice, saveMapping } from "@/db/commands/portal/save-mapping";
import { findProgramSync } from "@/db/queries/portal/find-program-sync";
import { findMappedCustomer } from "@/db/queries/portal/mapping-target";
import { countOf } from "@/lib/format/number";
import { type Change, type Changing, MutationRefused } from "@/lib/forms/perform-mutation";
import { links } from "@/lib/links";
import { psaWords } from "@/lib/psa-names";
import type { IsoDate } from "@/lib/values";

export const acceptRule = { role: "operator", input: acceptInput } as const;

type Sync = NonNullable<Awaited<ReturnType<typeof findProgramSync>>>;
type Refused = { name: string; because: string };

/**
 * Maps the ticked customers as it was suggested, all in one transaction. What does not stand as it was shown any more is
 * left alone and named.
 */
export const acceptSuggestions: Changing<typeof acceptInput> = async ({ session, tx, input }) => {
  const { programSyncId, ticked, pricingStrategy, begin, beginDate } = input;
  const { orgId, userId } = session;
  const sync = await findProgramSync(tx, { orgId, programSyncId });
  if (!sync) throw new MutationRefused("This program does not exist any more.");
  if (ticked.length === 0) throw new MutationRefused("No customer is ticked, so nothing was saved.");
  if (begin === "date" && beginDate === null) {
    throw new MutationRefused("Name the first day of usage, or begin with an invoice.");
  }
  const outlooks = await readOutlooks(tx, { orgId, ...sync }, sync.connectionKind);
  const mapped: AuditEntry[] = [];
  const refused: Refused[] = [];
  for (const row of ticked) {
    const outlook = outlooks.get(row.customerId);
    const because = whyNot(row, outlook, { sync, begin });
    if (because || !outlook || !isProposal(outlook)) {
      refused.push(await refusal(tx, { orgId, sync, row }, because));
      continue;
    }
    const beginFrom = beginOf(row, { begin, beginDate });
    const choice = { ...choiceOf(outlook), pricingStrategy, beginFrom };
    const key = { orgId, programSyncId, customerId: row.customerId };
    const saved = await saveMapping(tx, { ...key, version: null, savedBy: userId }, choice);
    if (!saved.saved) {
      refused.push({ name: outlook.customer.name, because: mappedMeanwhile });
      continue;
    }
    await resume(tx, { sync, key, choice, userId });
    const facts = { ...mappingFacts(choice, null), suggested: outlook.best.reasons.join("; ") };
    mapped.push({ action: "customer_mapped", subject: row.customerId, facts });
  }
  return outcome(sync, mapped, refused);
};

const mappedMeanwhile = "somebody has mapped it meanwhile";

/** Why a ticked row is not what is suggested now; null: it is. */
function whyNot(
  row: Ticked,
  outlook: Outlook | undefined,
  { sync, begin }: { sync: Sync; begin: (typeof begins)[number] },
): string | null {
  if (!outlook) return mappedMeanwhile;
  if (outlook.doubt) return doubtWords(outlook.doubt, psaWords[sync.connectionKind]);
  const words = psaWords[sync.connectionKind];
  if (outlook.best?.company.psaId !== row.psaCompanyId) return "another company fits it now";
  if (outlook.agreement?.psaId !== row.psaAgreementId)
    return `its company has another ${words.agreement} now`;
  if (begin === "date") return null;
  const { newestInvoice } = outlook.customer;
  if (newestInvoice === null) return "no invoice of it has been read yet";
  return newestInvoice.periodEnd === row.newestInvoice?.periodEnd ? null : "an invoice has arrived meanwhile";
}

async function refusal(
  tx: Transaction,
  { orgId, sync, row }: { orgId: string; sync: Sync; row: Ticked },
  because: string | null,
): Promise<Refused> {
  const { programId } = sync;
  const customer = await findMappedCustomer(tx, { orgId, programId, customerId: row.customerId });
  if (!customer) return { name: "A customer", because: "it does not exist any more" };
  return { name: customer.name, because: because ?? mappedMeanwhile };
}

function choiceOf({ best, agreement }: Proposal) {
  return {
    psaCompanyId: best.company.psaId,
    psaAgreementId: agreement.psaId,
    annualAgreementId: null,
    enabled: true,
  };
}

function beginOf(
  { newestInvoice }: Ticked,
  { begin, beginDate }: { begin: (typeof begins)[number]; beginDate: IsoDate | null },
): IsoDate {
  const day =
    begin === "date"
      ? beginDate
      : newestInvoice && (begin === "recent" ? newestInvoice.periodStart : dayAfter(newestInvoice.periodEnd));
  if (!day) throw new MutationRefused("Name the first day of usage, or begin with an invoice.");
  return day;
}

type Resumed = {
  sync: Sync;
  key: { orgId: string; programSyncId: string; customerId: string };
  choice: MappingChoice;
  userId: string;
};

/** Endings that were asked for when the customer was unmapped earlier do not hold any more. */
async function resume(tx: Transaction, { sync, key, choice, userId }: Resumed): Promise<void> {
  const subject = { of: key, sync };
  const asked = { choice: "unasked", lastDay: null, requestedBy: userId } as const;
  await settleLeftover(tx, subject, { before: null, after: choice }, asked);
}

function outcome(sync: Sync, mapped: AuditEntry[], refused: Refused[]): Change {
  const named = refused.slice(0, 5).map(({ name, because }) => `${name}: ${because}.`);
  const more = refused.length > 5 ? `And ${countOf(refused.length - 5, "more customer")}.` : "";
  const text = [...named, more].filter(Boolean).join(" ");
  if (mapped.length === 0) {
    throw new MutationRefused("None of these stands any more as it was shown, so nothing was saved.", {
      text,
    });
  }
  return {
    audit: mapped,
    to: links.suggestions(sync.slug),
    notice: {
      title: `${countOf(mapped.length, "customer is", "customers are")} mapped${
        refused.length > 0 ? `, ${refused.length} ${refused.length === 1 ? "is" : "are"} not` : ""
      }.`,
      text: text || "Sync just these now, or wait for the next sync of everything.",
    },
  };
}
