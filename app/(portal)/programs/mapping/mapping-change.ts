import { beginDay } from "@/app/(portal)/programs/mapping/begin";
import { clearInput, mappingInput } from "@/app/(portal)/programs/mapping/input";
import { settleLeftover } from "@/app/(portal)/programs/mapping/leftover-change";
import { findSubject, refused, requireTargets } from "@/app/(portal)/programs/mapping/mapping-subject";
import {
  clearMapping,
  findMapping,
  type MappingChoice,
  saveMapping,
} from "@/db/commands/portal/save-mapping";
import { lineItCameFrom } from "@/lib/came-from";
import { type Changing, MutationRefused } from "@/lib/forms/perform-mutation";
import { links } from "@/lib/links";

export const mappingRule = { role: "operator", input: mappingInput } as const;
export const unmappingRule = { role: "operator", input: clearInput } as const;

/** Maps a customer to an agreement, or changes its mapping. Only a person does this. */
export const changeMapping: Changing<typeof mappingInput> = async ({ session, tx, input }) => {
  const { programSyncId, customerId, version, begin, beginDate, from, leftover, leftoverLastDay, ...chosen } =
    input;
  const of = { orgId: session.orgId, programSyncId, customerId };
  const subject = await findSubject(tx, of);
  const { sync, customer } = subject;
  const current = await findMapping(tx, of);
  const target = await requireTargets(tx, subject, chosen, current);
  const day = beginDay(
    { begin, beginDate },
    { newestInvoice: customer.newestInvoice, beginFrom: current?.beginFrom ?? null },
  );
  if ("problem" in day && day.problem === "missing") {
    throw refused("Please look at the fields again.", { beginDate: "Name the first day of usage." });
  }
  const overtaken = (current?.version ?? null) !== version;
  if ("problem" in day || overtaken) throw overtakenBySomebody(overtaken);
  const choice = { ...chosen, beginFrom: day.day };
  const result = await saveMapping(tx, { ...of, version, savedBy: session.userId }, choice);
  if (!result.saved) throw overtakenBySomebody(true);
  const left = await settleLeftover(
    tx,
    subject,
    { before: result.before, after: choice },
    { choice: leftover, lastDay: leftoverLastDay, requestedBy: session.userId },
  );
  return {
    audit: {
      action: "customer_mapped",
      subject: customerId,
      facts: { ...mappingFacts(choice, result.before), ...(left && { lines: left.facts }) },
    },
    to: from ? lineItCameFrom(from) : links.program(sync.slug),
    notice: {
      title: `${customer.name} is mapped to ${target.companyName} → ${target.agreementName}.`,
      text:
        left?.words ??
        (choice.enabled
          ? "Sync just this customer now, or wait for the next sync of everything."
          : undefined),
    },
  };
};

/** Takes a customer's mapping away. */
export const removeMapping: Changing<typeof clearInput> = async ({ session, tx, input }) => {
  const { version, leftover, leftoverLastDay, ...key } = input;
  const of = { orgId: session.orgId, ...key };
  const subject = await findSubject(tx, of);
  const result = await clearMapping(tx, { ...of, version });
  if (!result.saved) throw overtakenBySomebody(true);
  const left = await settleLeftover(
    tx,
    subject,
    { before: result.before, after: null },
    { choice: leftover, lastDay: leftoverLastDay, requestedBy: session.userId },
  );
  return {
    audit: {
      action: "customer_unmapped",
      subject: input.customerId,
      facts: {
        ...(result.before && mappingFacts(null, result.before)),
        ...(left && { lines: left.facts }),
      },
    },
    to: links.program(subject.sync.slug),
    notice: { title: `${subject.customer.name} is not mapped any more.`, text: left?.words },
  };
};

function overtakenBySomebody(mapping: boolean): MutationRefused {
  return new MutationRefused(
    mapping
      ? "Somebody else changed this mapping meanwhile, so nothing was saved."
      : "An invoice has arrived meanwhile, so nothing was saved.",
    {
      text: "What you entered is still here; look at what is saved now, then save again if it is still right.",
      stale: true,
    },
  );
}

/** Old and new values of a mapping, for the audit. */
export function mappingFacts(
  after: MappingChoice | null,
  before: MappingChoice | null,
): Record<string, string> {
  const words = (choice: MappingChoice) =>
    [
      `company ${choice.psaCompanyId}`,
      `agreement ${choice.psaAgreementId}`,
      ...(choice.annualAgreementId ? [`annual ${choice.annualAgreementId}`] : []),
      choice.pricingStrategy,
      choice.enabled ? "on" : "off",
      `from ${choice.beginFrom}`,
    ].join(", ");
  return { ...(before && { before: words(before) }), ...(after && { after: words(after) }) };
}
