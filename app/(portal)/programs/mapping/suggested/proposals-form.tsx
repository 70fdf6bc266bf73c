import { begins } from "@/app/(portal)/programs/mapping/suggested/accept-input";
import { acceptTicked } from "@/app/(portal)/programs/mapping/suggested/actions";
import { ProposalsTable } from "@/app/(portal)/programs/mapping/suggested/proposals-table";
import type { Proposal } from "@/app/(portal)/programs/mapping/suggested/propose";
import { strategyNotes, strategyWords } from "@/app/(portal)/programs/strategies";
import { Card } from "@/components/ui/card";
import { TextField } from "@/components/ui/fields";
import { RadioCards } from "@/components/ui/radio-cards";
import { SubmitButton } from "@/components/ui/submit-button";
import { pricingStrategies } from "@/db/schema";
import type { PsaWords } from "@/lib/psa-names";

type ProposalsFormProps = {
  programSyncId: string;
  rows: Proposal[];
  words: PsaWords;
  ticked: boolean;
  tickHref: string;
};

/** The certain suggestions with a box each, how all of them are synced, and one button. Works without script. */
export function ProposalsForm({ programSyncId, rows, words, ticked, tickHref }: ProposalsFormProps) {
  const invoiced = rows.some(({ customer }) => customer.newestInvoice);
  return (
    <form action={acceptTicked}>
      <input type="hidden" name="programSyncId" value={programSyncId} />
      <ProposalsTable rows={rows} words={words} ticked={ticked} tickHref={tickHref} />
      <Card>
        <div className="max-w-3xl">
          <RadioCards
            name="pricingStrategy"
            legend={`What the invoice sets in ${words.name}`}
            options={pricingStrategies.map((value) => ({
              value,
              label: strategyWords[value],
              note: strategyNotes[value],
            }))}
            chosen="cost_and_retail"
          />
          <RadioCards name="begin" legend="Begin" options={beginCards(invoiced)} />
          <TextField
            name="beginDate"
            type="date"
            label="First day of usage"
            hint="Only if you begin with a day that you name."
          />
          <SubmitButton variant="primary" pendingLabel="Mapping…">
            Map the ticked customers
          </SubmitButton>
        </div>
      </Card>
    </form>
  );
}

const cards: Record<(typeof begins)[number], { label: string; note: string }> = {
  recent: {
    label: "Begin with the most recent invoice",
    note: "Of each customer, with the next sync.",
  },
  next: {
    label: "Begin with the next invoice",
    note: "Nothing of the most recent one. Choose this if it is billed already.",
  },
  date: {
    label: "Begin with a day that you name",
    note: "The first day of usage that is brought over, for all of them.",
  },
};

function beginCards(invoiced: boolean) {
  const offered = invoiced ? begins : begins.filter((begin) => begin === "date");
  return offered.map((value) => ({ value, ...cards[value] }));
}
