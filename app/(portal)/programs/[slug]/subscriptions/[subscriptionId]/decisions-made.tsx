import { keyWords } from "@/app/(portal)/programs/[slug]/subscriptions/[subscriptionId]/key-words";
import { decidedWords } from "@/app/(portal)/runs/[runId]/decisions/decision-words";
import { Card, Section } from "@/components/ui/card";
import { Instant } from "@/components/ui/time";
import type { SubscriptionDetail } from "@/db/queries/portal/get-subscription";
import type { ProgramOverview } from "@/db/queries/portal/program-overviews";
import { formatDate } from "@/lib/format/billing-date";
import { issueTitle } from "@/lib/issues/catalogue";
import { connectorNames } from "@/lib/psa-names";

type DecisionsMadeProps = {
  detail: SubscriptionDetail;
  program: ProgramOverview;
  timeZone: string;
  now: Date;
};

/** What people decided of this subscription, the exclusions in force first; nothing where nobody has. */
export function DecisionsMade({ detail, program, timeZone, now }: DecisionsMadeProps) {
  const { exclusions, decisions } = detail;
  if (exclusions.length + decisions.length === 0) return null;
  const psa = connectorNames[program.connectionKind];
  return (
    <Section title="What people decided">
      <Card>
        <ul className="grid gap-2">
          {exclusions.map((exclusion) => (
            <li key={exclusion.key}>
              <b className="font-semibold">
                Excluded{exclusion.expiresOn ? ` until ${formatDate(exclusion.expiresOn)}` : ""}
              </b>
              : {keyWords(exclusion.key)}, “{exclusion.reason}”{" "}
              <span className="text-soft">
                · {exclusion.excludedBy ?? "a former member"},{" "}
                <Instant at={exclusion.createdAt} timeZone={timeZone} now={now} />
              </span>
            </li>
          ))}
          {decisions.map((decision) => (
            <li key={`${decision.key} ${decision.code} ${decision.decidedAt.toISOString()}`}>
              {issueTitle(decision.code, psa)}:{" "}
              <b className="font-semibold">{decidedWords(decision.choice)}</b>
              {decision.details.date ? `, last day ${formatDate(decision.details.date)}` : ""}{" "}
              <span className="text-soft">
                · {decision.decidedBy ?? "a former member"},{" "}
                <Instant at={decision.decidedAt} timeZone={timeZone} now={now} />
              </span>
            </li>
          ))}
        </ul>
      </Card>
    </Section>
  );
}
