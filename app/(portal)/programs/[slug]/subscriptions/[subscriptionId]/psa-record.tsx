import { keyWords } from "@/app/(portal)/programs/[slug]/subscriptions/[subscriptionId]/key-words";
import { ItemOutcomeChip } from "@/components/sync/item-outcome";
import { Card, Section } from "@/components/ui/card";
import { DefinitionList } from "@/components/ui/definition-list";
import { LinkButton } from "@/components/ui/link-button";
import { Age } from "@/components/ui/time";
import type { SubscriptionDetail } from "@/db/queries/portal/get-subscription";
import type { ProgramOverview } from "@/db/queries/portal/program-overviews";
import type { TimelineStep } from "@/db/schema";
import { formatDate, formatDateRange } from "@/lib/format/billing-date";
import { formatMoney } from "@/lib/format/money";
import { formatQuantity } from "@/lib/format/number";
import { groupBy } from "@/lib/group-by";
import { connectWiseAgreementLink } from "@/lib/psa-links";
import { connectorNames, psaWords } from "@/lib/psa-names";

type PsaRecordProps = {
  detail: SubscriptionDetail;
  program: ProgramOverview;
  connection: { site: string; account: string };
  timeZone: string;
  now: Date;
};

type Position = SubscriptionDetail["positions"][number];

/** What the PSA holds by our record: what was last confirmed there, and on which lines. */
export function PsaRecord({ detail, program, connection, timeZone, now }: PsaRecordProps) {
  const words = psaWords[program.connectionKind];
  return (
    <Section
      title={`What ${words.name} has`}
      note="By our record: what syncs wrote or read there last. A sync looks again before it changes anything."
    >
      {detail.positions.length === 0 ? (
        <p className="text-soft">No sync has looked at this subscription yet.</p>
      ) : (
        <div className="grid gap-3">
          {detail.positions.map((position) => (
            <Card key={position.key}>
              <div className="mb-2 flex flex-wrap items-center gap-x-3 gap-y-1">
                <h3 className="font-semibold">{keyWords(position.key)}</h3>
                {position.outstanding ? (
                  <ItemOutcomeChip outcome={position.outstanding} review={false} />
                ) : null}
                {position.outstanding ? (
                  <span className="text-soft">
                    since <Age at={position.waitingSince} timeZone={timeZone} now={now} />
                  </span>
                ) : null}
              </div>
              <DefinitionList
                items={[
                  {
                    term: "Confirmed",
                    detail: position.confirmedThrough
                      ? `through the usage of ${formatDate(position.confirmedThrough)}`
                      : "nothing yet",
                  },
                  {
                    term: "Bills",
                    detail: <Steps position={position} currency={program.newestInvoice?.currency ?? null} />,
                  },
                  {
                    term: words.Agreement,
                    detail: <PsaLines position={position} connection={connection} program={program} />,
                  },
                ]}
              />
            </Card>
          ))}
        </div>
      )}
    </Section>
  );
}

function Steps({ position, currency }: { position: Position; currency: string | null }) {
  const steps = position.confirmed ?? [];
  if (steps.length === 0) return position.open ? "a line that goes on" : "nothing";
  return (
    <ul>
      {steps.slice(-6).map((step) => (
        <li key={`${step.from} ${step.to}`} className="tabular-nums">
          {stepWords(step, currency)}
        </li>
      ))}
    </ul>
  );
}

function stepWords(
  { from, to, quantity, unitCost, unitPrice }: TimelineStep,
  currency: string | null,
): string {
  const price = unitPrice === null ? "" : ` at ${formatMoney(unitPrice, currency)}`;
  const cost = unitCost === null ? "" : ` (cost ${formatMoney(unitCost, currency)})`;
  return `${formatQuantity(quantity)}${price}${cost}, ${formatDateRange(from, to)}`;
}

type PsaLinesProps = Pick<PsaRecordProps, "connection" | "program"> & { position: Position };

function PsaLines({ position, connection, program }: PsaLinesProps) {
  const word = program.connectionKind === "autotask" ? "service" : "addition";
  if (position.lines.length === 0) return "no line of ours";
  return (
    <ul>
      {[...groupBy(position.lines, ({ psaAgreementId }) => psaAgreementId)].map(([agreementId, lines]) => {
        const name = lines[0]?.agreementName ?? `no. ${agreementId}`;
        const href =
          program.connectionKind === "connectwise"
            ? connectWiseAgreementLink(connection.site, connection.account, agreementId)
            : null;
        return (
          <li key={agreementId}>
            {name}, {word} {lines.map(({ psaLineId }) => psaLineId).join(", ")}{" "}
            {href ? (
              <LinkButton href={href} size="small" outside>
                Open in {connectorNames[program.connectionKind]}
              </LinkButton>
            ) : null}
          </li>
        );
      })}
    </ul>
  );
}
