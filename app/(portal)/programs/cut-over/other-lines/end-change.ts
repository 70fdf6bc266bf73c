import { endInput } from "@/app/(portal)/programs/cut-over/other-lines/chosen";
import { endOtherLines } from "@/db/commands/portal/end-other-lines";
import { findProgramSync } from "@/db/queries/portal/find-program-sync";
import { formatDate } from "@/lib/format/billing-date";
import { countOf } from "@/lib/format/number";
import { type Changing, MutationRefused } from "@/lib/forms/perform-mutation";
import { links } from "@/lib/links";

export const endLinesRule = { role: "operator", input: endInput } as const;

/** Ends the ticked lines of another tool on a day, each with an event, by one sync of just these. */
export const endLines: Changing<typeof endInput> = async ({ session, tx, input }) => {
  const { programSyncId, lines, lastDay } = input;
  const { orgId, userId } = session;
  const sync = await findProgramSync(tx, { orgId, programSyncId });
  if (!sync) throw new MutationRefused("This program does not exist any more.");
  if (lines.length === 0) throw new MutationRefused("No line is ticked, so nothing was changed.");
  if (!sync.customersEnabled) {
    throw new MutationRefused("The customers sync is switched off in the settings, so nothing was changed.", {
      text: "Lines are ended by it.",
    });
  }
  const { connectionId } = sync;
  const of = { orgId, programSyncId, connectionId, lines, lastDay, askedBy: userId };
  const { runId, ended, movedOn } = await endOtherLines(tx, of);
  if (runId === null) {
    throw new MutationRefused("These are dealt with already, so nothing was changed.", { stale: true });
  }
  const left =
    movedOn > 0
      ? ` ${countOf(movedOn, "line is", "lines are")} dealt with already and stayed as they were.`
      : "";
  return {
    audit: ended.map(({ psaAgreementId, psaLineId, name }) => ({
      action: "other_line_ended",
      subject: psaLineId,
      facts: { program: sync.slug, agreementId: psaAgreementId, name, lastDay, runId },
    })),
    to: links.run(runId),
    notice: {
      title: `${countOf(ended.length, "line ends", "lines end")} on ${formatDate(lastDay)}, by this sync.`,
      text: `Days that are invoiced already stay as they are.${left}`,
    },
  };
};
