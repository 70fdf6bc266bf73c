import { startTask } from "@/app/(portal)/connections/task-actions";
import { endTicked } from "@/app/(portal)/programs/cut-over/other-lines/actions";
import { mostChosen } from "@/app/(portal)/programs/cut-over/other-lines/chosen";
import { OtherLinesTable } from "@/app/(portal)/programs/cut-over/other-lines/other-lines-table";
import { AutoRefresh } from "@/components/shell/auto-refresh";
import { Section } from "@/components/ui/card";
import { Details } from "@/components/ui/details";
import { TextField } from "@/components/ui/fields";
import { KeysetPager } from "@/components/ui/keyset-pager";
import { SubmitButton } from "@/components/ui/submit-button";
import { Age } from "@/components/ui/time";
import { portalDatabase } from "@/db/portal";
import type { KeysetPage } from "@/db/queries/portal/keyset";
import { findOtherLinesReading, listOtherLines, type OtherLineRow } from "@/db/queries/portal/other-lines";
import type { OfProgramSync } from "@/db/queries/portal/program-customers";
import { SECOND } from "@/lib/clock";
import { countOf } from "@/lib/format/number";
import { links } from "@/lib/links";
import { encodeCursor, readCursor } from "@/lib/page-cursor";
import type { PsaWords } from "@/lib/psa-names";
import type { Session } from "@/lib/session";

type OtherLinesSectionProps = {
  slug: string;
  of: OfProgramSync;
  words: PsaWords;
  session: Session;
  canAct: boolean;
  place: { after?: string | undefined; before?: string | undefined };
};

/** What recurs on the mapped agreements and is not ours, the likely duplicates first, to be ended on a day. */
export async function OtherLinesSection(props: OtherLinesSectionProps) {
  const { slug, of, words, session, canAct, place } = props;
  const reading = await findOtherLinesReading(portalDatabase(), of);
  const page = await listOtherLines(portalDatabase(), {
    ...of,
    cursor: readCursor(place),
    limit: mostChosen,
  });
  const [first, last] = [page.rows.at(0), page.rows.at(-1)];
  const at = (row: OtherLineRow) => encodeCursor(row.sortKey);
  return (
    <div id="others" className="scroll-mt-4">
      <Section
        title={`Other lines on the mapped ${words.agreements}`}
        note={`What recurs there and was not made by us, whatever ${words.item} it is under. Most of it may be right: end only what the invoice bills as well.`}
        actions={<ReadLine of={of} reading={reading} words={words} session={session} canAct={canAct} />}
      >
        {reading.asked ? <AutoRefresh everyMs={3 * SECOND} /> : null}
        {page.rows.length === 0 ? (
          <p className="text-soft">
            {reading.readAt
              ? `No other line recurs on the mapped ${words.agreements}.`
              : `The ${words.agreements} have not been read for this yet.`}
          </p>
        ) : (
          <EndForm key={first && at(first)} {...props} page={page} />
        )}
        <KeysetPager
          label="Pages of other lines"
          newerLabel="Previous"
          olderLabel="Next"
          newerHref={
            page.hasBefore && first ? `${links.cutOver(slug, { othersBefore: at(first) })}#others` : null
          }
          olderHref={
            page.hasAfter && last ? `${links.cutOver(slug, { othersAfter: at(last) })}#others` : null
          }
        />
      </Section>
    </div>
  );
}

type ReadLineProps = Pick<OtherLinesSectionProps, "of" | "words" | "session" | "canAct"> & {
  reading: Awaited<ReturnType<typeof findOtherLinesReading>>;
};

/** How old the list is, and the button that reads it anew. */
function ReadLine({ of, reading, words, session, canAct }: ReadLineProps) {
  const { readAt, asked, failed } = reading;
  return (
    <form action={startTask} className="flex flex-wrap items-center gap-x-3 gap-y-1 text-soft">
      <input type="hidden" name="kind" value="read_other_lines" />
      <input type="hidden" name="subjectId" value={of.connectionId} />
      <span>
        {asked ? "Being read… " : failed ? "The last reading did not succeed. " : ""}
        {readAt ? (
          <>
            As {words.name} had it <Age at={readAt} timeZone={session.timeZone} now={new Date()} />
          </>
        ) : null}
      </span>
      {canAct ? (
        <SubmitButton size="small" variant={readAt ? "quiet" : "primary"} pendingLabel="Asking for it…">
          {readAt ? "Read again" : `Read the mapped ${words.agreements}`}
        </SubmitButton>
      ) : null}
    </form>
  );
}

function EndForm({ of, words, canAct, page }: OtherLinesSectionProps & { page: KeysetPage<OtherLineRow> }) {
  const likely = page.rows.filter(({ rank }) => rank < 2);
  const rest = page.rows.filter(({ rank }) => rank >= 2);
  const table = (label: string, rows: OtherLineRow[]) => (
    <OtherLinesTable label={label} rows={rows} words={words} canAct={canAct} />
  );
  const lists = (
    <>
      {likely.length > 0 ? table("Likely duplicates", likely) : null}
      {rest.length > 0 ? (
        <div className="mt-3">
          <Details
            open={likely.length === 0}
            summary={`${countOf(rest.length, "line", "lines")} that ${rest.length === 1 ? "is" : "are"} probably something else`}
          >
            {table("Probably something else", rest)}
          </Details>
        </div>
      ) : null}
    </>
  );
  if (!canAct) return lists;
  return (
    <form action={endTicked}>
      <input type="hidden" name="programSyncId" value={of.programSyncId} />
      {lists}
      <div className="mt-4 max-w-sm">
        <TextField
          name="lastDay"
          type="date"
          label="Last billed day"
          hint={`From the day after, ${words.name} bills nothing for the ticked lines. Days that are invoiced already stay as they are.`}
          required
        />
      </div>
      <SubmitButton pendingLabel="Ending…">End the ticked lines on that day</SubmitButton>
    </form>
  );
}
