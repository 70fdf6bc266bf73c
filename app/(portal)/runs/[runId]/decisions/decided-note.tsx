import { decidedWords } from "@/app/(portal)/runs/[runId]/decisions/decision-words";
import type { LineView } from "@/app/(portal)/runs/[runId]/run-view";
import { Instant } from "@/components/ui/time";
import type { IssueDecision } from "@/db/queries/portal/read-decisions";

/** Who decided what of this issue, and when. */
export function DecidedNote({ view, decision }: { view: LineView; decision: IssueDecision }) {
  return (
    <p className="text-soft">
      <b className="font-semibold text-ink first-letter:uppercase">{decidedWords(decision.choice)}</b> by{" "}
      {decision.decidedBy ?? "a member"}{" "}
      <Instant at={decision.decidedAt} timeZone={view.timeZone} now={view.now} />
    </p>
  );
}
