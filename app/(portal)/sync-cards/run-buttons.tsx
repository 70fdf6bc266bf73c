import { startRun } from "@/app/(portal)/sync-cards/actions";
import { SubmitButton } from "@/components/ui/submit-button";
import type { SyncKind } from "@/db/schema";

type RunButtonsProps = { programSyncId: string; kind: SyncKind; enabled: boolean };

/** Run now and Preview. A sync that is switched off can only be previewed. */
export function RunButtons({ programSyncId, kind, enabled }: RunButtonsProps) {
  return (
    <form action={startRun} className="flex flex-wrap gap-2">
      <input type="hidden" name="programSyncId" value={programSyncId} />
      <input type="hidden" name="kind" value={kind} />
      {enabled ? (
        <SubmitButton size="small" name="mode" value="live" pendingLabel="Asking for it…">
          Run now
        </SubmitButton>
      ) : null}
      <SubmitButton size="small" variant="quiet" name="mode" value="preview" pendingLabel="Asking for it…">
        Preview
      </SubmitButton>
    </form>
  );
}
