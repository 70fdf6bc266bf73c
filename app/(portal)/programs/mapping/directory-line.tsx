import { startTask } from "@/app/(portal)/connections/task-actions";
import { SubmitButton } from "@/components/ui/submit-button";
import { Age } from "@/components/ui/time";
import { may } from "@/lib/auth/may";
import type { Session } from "@/lib/session";

type DirectoryLineProps = {
  connectionId: string;
  refreshedAt: Date | null;
  psa: string;
  /** What of it is shown here. */
  what?: string;
  session: Session;
  now: Date;
};

/** How old the cached directory is, and the button that fetches it anew. */
export function DirectoryLine({
  connectionId,
  refreshedAt,
  psa,
  what = "companies",
  session,
  now,
}: DirectoryLineProps) {
  return (
    <form action={startTask} className="flex flex-wrap items-center gap-x-3 gap-y-1 text-soft">
      <input type="hidden" name="kind" value="refresh_directory" />
      <input type="hidden" name="subjectId" value={connectionId} />
      <span>
        {refreshedAt ? (
          <>
            As {psa} had it <Age at={refreshedAt} timeZone={session.timeZone} now={now} />
          </>
        ) : (
          `The ${what} of ${psa} have not been fetched yet`
        )}
      </span>
      {may(session.role, "operator") ? (
        <SubmitButton size="small" variant="quiet" pendingLabel="Asking for it…">
          Refresh
        </SubmitButton>
      ) : null}
    </form>
  );
}
