import { ArrowRight } from "lucide-react";
import { Fragment, type ReactNode } from "react";
import { Change } from "@/components/sync/change";
import { IssueBlock, type IssueBlockProps } from "@/components/sync/issue-block";
import { type ItemOutcome, ItemOutcomeChip } from "@/components/sync/item-outcome";
import type { Values } from "@/components/sync/item-values";
import { AppLink } from "@/components/ui/app-link";
import { Card } from "@/components/ui/card";
import { GroupRow, Table, TableBody, TableHead, Td, Th, Tr, WideRow } from "@/components/ui/table";

export type SyncLine = {
  /** Also the row's id, so that a link can lead to it. */
  id: string;
  name: string;
  /** All that is known of it over all runs. */
  href?: string;
  outcome: ItemOutcome;
  /** Why it was skipped, in plain words. */
  reason?: string;
  /** For each of the table's two columns of changes: one value, or several with the days on which each holds. */
  changes: [Values[], Values[]];
  /** What the invoice asks for it, formatted. */
  amount?: string;
  /** Below the amount, e.g. its cost. */
  amountNotes?: string[];
  /** What can be done with it as a whole; below its name. */
  action?: ReactNode;
  /** What became of it since, e.g. "Recovered in a later run", and what people wrote about it. */
  since?: ReactNode;
  issues: IssueBlockProps[];
  /** The line that a mail's link led to. */
  highlighted?: boolean;
};

export type SyncLineGroup = {
  id: string;
  /** Heading of the group; null: the lines stand without one. */
  customer: string | null;
  agreement: string | null;
  /** Stands in place of the customer. */
  heading?: ReactNode;
  /** Below the heading: what it comes to, and what can be done with all of its lines. */
  note?: ReactNode;
  lines: SyncLine[];
};

export type SyncLineHeadings = {
  subject: string;
  /** The columns with before → after. */
  changes: [string, string];
  /** e.g. "October 2026"; null: there are no amounts. */
  amount: string | null;
};

type SyncLinesProps = { groups: SyncLineGroup[]; headings: SyncLineHeadings };

/** Customer → subscription (or the products) with before → after, each issue below its line. */
export function SyncLines({ groups, headings }: SyncLinesProps) {
  const columns = headings.amount === null ? 4 : 5;
  return (
    <Card flush>
      <Table label={`What this sync did to each ${headings.subject.toLowerCase()}`}>
        <TableHead>
          <Th>{headings.subject}</Th>
          <Th>Outcome</Th>
          <Th numeric>{headings.changes[0]}</Th>
          <Th numeric>{headings.changes[1]}</Th>
          {headings.amount === null ? null : <Th numeric>{headings.amount}</Th>}
        </TableHead>
        {groups.map((group) => (
          <TableBody key={group.id}>
            {group.customer === null && !group.heading ? null : (
              <GroupHeading group={group} columns={columns} />
            )}
            {group.lines.map((line) => (
              <Line key={line.id} line={line} group={group} headings={headings} columns={columns} />
            ))}
          </TableBody>
        ))}
      </Table>
    </Card>
  );
}

function GroupHeading({ group, columns }: { group: SyncLineGroup; columns: number }) {
  return (
    <GroupRow columns={columns}>
      {group.heading ?? group.customer}
      {group.agreement === null ? null : (
        <span className="font-normal text-soft">
          <ArrowRight className="mx-1.5 inline size-3.5 align-[-0.15em]" />
          {group.agreement}
        </span>
      )}
      {group.note ? <div className="mt-1 font-normal">{group.note}</div> : null}
    </GroupRow>
  );
}

type LineProps = { line: SyncLine; group: SyncLineGroup; headings: SyncLineHeadings; columns: number };

function Line({ line, group, headings, columns }: LineProps) {
  const review = line.issues.some((issue) => issue.severity === "warning" && !issue.acknowledged);
  const below = line.issues.length > 0 || Boolean(line.since);
  const [first, second] = line.changes;
  const changes = second.some((values) => values.before !== values.after);
  return (
    <Fragment>
      <Tr id={line.id} highlighted={line.highlighted} ruled={!below}>
        <Td phone="lead">
          {line.href ? (
            <AppLink href={line.href} className="underline-offset-3 hover:underline">
              {line.name}
            </AppLink>
          ) : (
            line.name
          )}
          {/* Whoever comes from a mail sees whose line it is, though the customer's heading may be out of view. */}
          {line.highlighted ? <span className="block text-sm text-soft">{group.customer}</span> : null}
          {line.action ? <div className="mt-1.5 max-sm:mb-1.5">{line.action}</div> : null}
        </Td>
        <Td phone="sub">
          <ItemOutcomeChip outcome={line.outcome} review={review} />
          {line.reason ? <span className="block text-sm text-soft">{line.reason}</span> : null}
        </Td>
        <Td phone="subEnd" numeric label={headings.changes[0]}>
          <Changes values={first} />
        </Td>
        <Td phone={changes ? "wide" : "hidden"} numeric label={headings.changes[1]}>
          <Changes values={second} />
        </Td>
        {headings.amount === null ? null : (
          <Td phone="leadEnd" numeric>
            {line.amount ?? "–"}
            {line.amountNotes?.map((note) => (
              <span key={note} className="block text-sm text-soft">
                {note}
              </span>
            ))}
          </Td>
        )}
      </Tr>
      {below ? (
        <WideRow columns={columns}>
          <div className="grid gap-2">
            {line.since}
            {line.issues.map((issue) => (
              <IssueBlock key={`${issue.code} ${issue.reference}`} {...issue} />
            ))}
          </div>
        </WideRow>
      ) : null}
    </Fragment>
  );
}

function Changes({ values }: { values: Values[] }) {
  const [only] = values;
  if (!only) return "–";
  if (values.length === 1) return <Change {...only} />;
  return values.map((each) => (
    <span key={`${each.before} ${each.after} ${each.note}`} className="block">
      <Change {...each} />
    </span>
  ));
}
