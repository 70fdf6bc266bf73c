import { sendReviewsAgain } from "@/app/(portal)/programs/settings-actions";
import { ActionForm } from "@/app/(portal)/runs/[runId]/action-forms";
import { Card } from "@/components/ui/card";

type ReviewStopsProps = { programSyncId: string; stops: readonly string[]; mayChange: boolean };

/** Who has stopped the mails about what waits for review, from such a mail; nothing where nobody has. */
export function ReviewStops({ programSyncId, stops, mayChange }: ReviewStopsProps) {
  if (stops.length === 0) return null;
  return (
    <div className="mt-4">
      <Card>
        <p className="text-pretty">
          These readers have stopped the mails about what waits for review. Failures are still told to them.
        </p>
        <ul className="mt-3 grid gap-3">
          {stops.map((email) => (
            <li key={email} className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1.5">
              <span className="min-w-0 font-medium break-words">{email}</span>
              {mayChange ? (
                <ActionForm
                  action={sendReviewsAgain}
                  fields={{ programSyncId, email }}
                  label="Send them again"
                  about={`to ${email}`}
                />
              ) : null}
            </li>
          ))}
        </ul>
      </Card>
    </div>
  );
}
