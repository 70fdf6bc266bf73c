import {
  type LeftoverChoice,
  leavesLines,
  leftoverFacts,
  leftoverWords,
} from "@/app/(portal)/programs/mapping/leftover";
import type { MappingSubject } from "@/app/(portal)/programs/mapping/mapping-subject";
import type { Transaction } from "@/db/client";
import {
  endCustomerLines,
  keepCustomerLines,
  takeBackEndings,
} from "@/db/commands/portal/end-customer-lines";
import type { MappingChoice } from "@/db/commands/portal/save-mapping";
import { requestRun } from "@/db/commands/runs/request-run";
import { listOpenLines } from "@/db/queries/portal/open-lines";
import { MutationRefused } from "@/lib/forms/perform-mutation";
import { psaWords } from "@/lib/psa-names";
import type { IsoDate } from "@/lib/values";

type Asked = { choice: LeftoverChoice; lastDay: IsoDate | null; requestedBy: string };

/**
 * Does with the lines that a change leaves behind what the person chose, in the transaction of the change: ends them by
 * a sync that it asks for, or keeps them. Throws MutationRefused when there are lines and nothing was chosen, so that
 * nothing is chosen silently. Gives words for the person and the audit; null: nothing is left behind.
 */
export async function settleLeftover(
  tx: Transaction,
  { sync, of }: Pick<MappingSubject, "sync" | "of">,
  change: { before: MappingChoice | null; after: MappingChoice | null },
  asked: Asked,
): Promise<{ words: string; facts: string } | null> {
  const ofLines = { ...of, programId: sync.programId, connectionId: sync.connectionId };
  const { before, after } = change;
  const resumed = after?.enabled && (!before?.enabled || before.psaAgreementId !== after.psaAgreementId);
  if (resumed) await takeBackEndings(tx, { ...ofLines, psaAgreementId: after.psaAgreementId });
  const left = leavesLines(before, after);
  if (!left) return null;
  const lines = await listOpenLines(tx, { ...ofLines, ...left });
  if (lines.length > 0 && asked.choice === "unasked") throw notChosen();
  const ends = asked.choice === "end" && lines.length > 0;
  const synced = ends && sync.customersEnabled;
  if (ends) await endCustomerLines(tx, ofLines, { ...asked, lines });
  else await keepCustomerLines(tx, ofLines, lines);
  if (synced) {
    const { orgId, programSyncId, connectionId } = ofLines;
    const run = { kind: "customers", mode: "live", trigger: "person" } as const;
    await requestRun(tx, { orgId, programSyncId, connectionId, ...run, requestedBy: asked.requestedBy });
  }
  const { name } = psaWords[sync.connectionKind];
  return {
    words: leftoverWords(lines, { ...asked, synced }, name),
    facts: leftoverFacts(lines, asked.choice, asked.lastDay),
  };
}

function notChosen(): MutationRefused {
  return new MutationRefused("Lines of ours go on billing, so nothing was saved yet.", {
    text: "Say what becomes of them: end them on a day, or keep them.",
    fieldErrors: { leftover: "Choose whether they end or go on." },
    stale: true,
  });
}
