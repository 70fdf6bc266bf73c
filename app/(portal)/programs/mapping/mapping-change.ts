import { canTakeLines } from "@/app/(portal)/programs/mapping/agreement-words";
import { beginDay } from "@/app/(portal)/programs/mapping/begin";
import { clearInput, mappingInput } from "@/app/(portal)/programs/mapping/input";
import type { Transaction } from "@/db/client";
import {
  clearMapping,
  findMapping,
  type MappingChoice,
  saveMapping,
} from "@/db/commands/portal/save-mapping";
import { findProgramSync } from "@/db/queries/portal/find-program-sync";
import { countOpenLines, findMappedCustomer, findMappingTarget } from "@/db/queries/portal/mapping-target";
import { countOf } from "@/lib/format/number";
import { type Changing, MutationRefused } from "@/lib/forms/perform-mutation";
import { links } from "@/lib/links";
import { connectorNames } from "@/lib/psa-names";

type OfCustomer = { orgId: string; programSyncId: string; customerId: string };

export const mappingRule = { role: "operator", input: mappingInput } as const;
export const unmappingRule = { role: "operator", input: clearInput } as const;

/** Maps a customer to an agreement, or changes its mapping. Only a person does this. */
export const changeMapping: Changing<typeof mappingInput> = async ({ session, tx, input }) => {
  const { programSyncId, customerId, version, begin, beginDate, ...chosen } = input;
  const of = { orgId: session.orgId, programSyncId, customerId };
  const { sync, customer } = await findSubject(tx, of);
  const current = await findMapping(tx, of);
  const target = await findTarget(tx, { ...of, ...sync }, chosen, current);
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
  const lines = await linesThatGoOn(tx, of, result.before, choice, connectorNames[sync.connectionKind]);
  return {
    audit: { action: "customer_mapped", subject: customerId, facts: mappingFacts(choice, result.before) },
    to: links.program(sync.slug),
    notice: {
      title: `${customer.name} is mapped to ${target.companyName} → ${target.agreementName}.`,
      text:
        lines ??
        (choice.enabled
          ? "The next sync brings its invoice over: run it now, or wait for the schedule."
          : undefined),
    },
  };
};

/** Takes a customer's mapping away. */
export const removeMapping: Changing<typeof clearInput> = async ({ session, tx, input }) => {
  const { version, ...key } = input;
  const of = { orgId: session.orgId, ...key };
  const { sync, customer } = await findSubject(tx, of);
  const open = await countOpenLines(tx, of);
  const result = await clearMapping(tx, { ...of, version });
  if (!result.saved) throw overtakenBySomebody(true);
  return {
    audit: {
      action: "customer_unmapped",
      subject: input.customerId,
      facts: result.before ? mappingFacts(null, result.before) : {},
    },
    to: links.program(sync.slug),
    notice: {
      title: `${customer.name} is not mapped any more.`,
      text: goOnWords(open, connectorNames[sync.connectionKind]),
    },
  };
};

async function findSubject(tx: Transaction, of: OfCustomer) {
  const sync = await findProgramSync(tx, of);
  const customer = sync && (await findMappedCustomer(tx, { ...of, programId: sync.programId }));
  if (!sync || !customer) throw new MutationRefused("This customer does not exist any more.");
  return { sync, customer };
}

/** The agreement must be one of the company's, and run, unless it is the one that the customer has anyway. */
async function findTarget(
  tx: Transaction,
  of: { orgId: string; connectionId: string },
  chosen: { psaCompanyId: string; psaAgreementId: string },
  current: MappingChoice | null,
) {
  const target = await findMappingTarget(tx, { ...of, ...chosen });
  if (!target) {
    throw refused("This agreement is not in the directory any more.", {
      psaAgreementId: "Choose another one, or refresh the directory.",
    });
  }
  const kept =
    current?.psaAgreementId === chosen.psaAgreementId && current.psaCompanyId === chosen.psaCompanyId;
  if (!kept && !canTakeLines(target)) {
    throw refused("This agreement does not run.", {
      psaAgreementId: "Choose one that is active, or extend it in the PSA and refresh the directory.",
    });
  }
  return target;
}

function refused(title: string, fieldErrors: Record<string, string>): MutationRefused {
  return new MutationRefused(title, { fieldErrors });
}

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

/** What a person is told when lines in the PSA go on billing without the sync. */
async function linesThatGoOn(
  tx: Transaction,
  of: OfCustomer,
  before: MappingChoice | null,
  after: MappingChoice,
  psa: string,
): Promise<string | null> {
  const switchedOff = before?.enabled === true && !after.enabled;
  const moved = before !== null && before.psaAgreementId !== after.psaAgreementId;
  if (!switchedOff && !moved) return null;
  return goOnWords(await countOpenLines(tx, of), psa, moved ? " on the agreement it had before" : "");
}

function goOnWords(open: number, psa: string, where = ""): string {
  const lines = open === 0 ? "Lines that are in" : `${countOf(open, "open line")} in`;
  const go = open === 1 ? "goes" : "go";
  return `${lines} ${psa}${where} ${go} on billing as before: nothing was ended by this.`;
}

function mappingFacts(after: MappingChoice | null, before: MappingChoice | null): Record<string, string> {
  const words = (choice: MappingChoice) =>
    [
      `company ${choice.psaCompanyId}`,
      `agreement ${choice.psaAgreementId}`,
      choice.pricingStrategy,
      choice.enabled ? "on" : "off",
      `from ${choice.beginFrom}`,
    ].join(", ");
  return { ...(before && { before: words(before) }), ...(after && { after: words(after) }) };
}
