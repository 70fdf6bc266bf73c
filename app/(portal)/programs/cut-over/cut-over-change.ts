import { cutOverInput } from "@/app/(portal)/programs/cut-over/ticked";
import { type LeftLineChoice, settleLeftLines } from "@/db/commands/portal/decisions/settle-left-lines";
import { countOf } from "@/lib/format/number";
import { type Changing, MutationRefused } from "@/lib/forms/perform-mutation";

export const cutOverRule = { role: "operator", input: cutOverInput } as const;

const outcomes: Record<LeftLineChoice, [one: string, many: string]> = {
  adopt: ["line is ours from now on", "lines are ours from now on"],
  end: ["line is ended", "lines are ended"],
};

/** Adopts or ends the ticked lines of another tool, each with an event, and syncs just these. */
export const cutOver: Changing<typeof cutOverInput> = async ({ session, tx, input }) => {
  const { ticked, choice } = input;
  if (ticked.length === 0) throw new MutationRefused("No line is ticked, so nothing was changed.");
  const { orgId, userId } = session;
  const { settled, movedOn } = await settleLeftLines(tx, { orgId, lines: ticked, choice, askedBy: userId });
  const left =
    movedOn === 0
      ? ""
      : `${countOf(movedOn, "line")} moved on meanwhile and stayed as ${movedOn === 1 ? "it was" : "they were"}.`;
  if (settled.length === 0) {
    throw new MutationRefused("These have moved on, so nothing was changed.", { text: left, stale: true });
  }
  return {
    audit: settled.map(({ issue, line }) => ({
      action: "issue_settled",
      subject: issue.key,
      facts: { runId: line.runId, code: issue.code, choice: `${choice}_line`, lineId: line.lineId },
    })),
    notice: {
      title: `${countOf(settled.length, ...outcomes[choice])}.`,
      text: `${left} A sync of just these is queued.`.trim(),
    },
  };
};
