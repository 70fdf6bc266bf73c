import { ArrowRight } from "lucide-react";
import { Fragment } from "react";
import { Change } from "@/components/sync/change";
import { IssueBlock, type IssueBlockProps } from "@/components/sync/issue-block";
import { type ItemOutcome, ItemOutcomeChip } from "@/components/sync/item-outcome";
import { Card } from "@/components/ui/card";
import { GroupRow, Table, TableBody, TableHead, Td, Th, Tr, WideRow } from "@/components/ui/table";
import { TextLink } from "@/components/ui/text-link";

/** Formatted texts before and after; null: there was or is nothing. */
export type Values = { before: string | null; after: string | null; note?: string };

export type SyncLine = {
  /** Also the row's id, so that a link can lead to it. */
  id: string;
  name: string;
  /** The subscription's history across runs. */
  href?: string;
  outcome: ItemOutcome;
  /** Why it was skipped, in plain words. */
  reason?: string;
  quantity: Values;
  unitPrice: Values;
  /** What the invoice asks for it, formatted. */
  amount: string;
  issues: IssueBlockProps[];
  /** The line that a mail's link led to. */
  highlighted?: boolean;
};

export type SyncLineGroup = {
  id: string;
  customer: string;
  href?: string;
  agreement: string | null;
  lines: SyncLine[];
};

type SyncLinesProps = {
  groups: SyncLineGroup[];
  /** Heading of the amounts, e.g. "October". */
  amountHeading: string;
};

const columns = 5;

/** Customer → subscription with before → after, each issue below its subscription. */
export function SyncLines({ groups, amountHeading }: SyncLinesProps) {
  return (
    <Card flush>
      <Table label="What this sync did to each subscription">
        <TableHead>
          <Th>Subscription</Th>
          <Th>Outcome</Th>
          <Th numeric>Quantity</Th>
          <Th numeric>Unit price</Th>
          <Th numeric>{amountHeading}</Th>
        </TableHead>
        {groups.map((group) => (
          <TableBody key={group.id}>
            <GroupRow columns={columns}>
              {group.href ? <TextLink href={group.href}>{group.customer}</TextLink> : group.customer}
              {group.agreement === null ? null : (
                <span className="font-normal text-soft">
                  <ArrowRight className="mx-1.5 inline size-3.5 align-[-0.15em]" />
                  {group.agreement}
                </span>
              )}
            </GroupRow>
            {group.lines.map((line) => (
              <Line key={line.id} line={line} />
            ))}
          </TableBody>
        ))}
      </Table>
    </Card>
  );
}

function Line({ line }: { line: SyncLine }) {
  const review = line.issues.some((issue) => issue.severity === "warning" && !issue.acknowledged);
  const samePrice = line.unitPrice.before === line.unitPrice.after;
  return (
    <Fragment>
      <Tr id={line.id} highlighted={line.highlighted} ruled={line.issues.length === 0}>
        <Td phone="lead">{line.href ? <TextLink href={line.href}>{line.name}</TextLink> : line.name}</Td>
        <Td phone="sub">
          <ItemOutcomeChip outcome={line.outcome} review={review} />
          {line.reason ? <span className="block text-sm text-soft">{line.reason}</span> : null}
        </Td>
        <Td phone="subEnd" numeric label="Quantity">
          <Change {...line.quantity} />
        </Td>
        <Td phone={samePrice ? "hidden" : "wide"} numeric label="Unit price">
          <Change {...line.unitPrice} />
        </Td>
        <Td phone="leadEnd" numeric>
          {line.amount}
        </Td>
      </Tr>
      {line.issues.length > 0 ? (
        <WideRow columns={columns}>
          <div className="grid gap-2">
            {line.issues.map((issue) => (
              <IssueBlock key={`${issue.code} ${issue.reference}`} {...issue} />
            ))}
          </div>
        </WideRow>
      ) : null}
    </Fragment>
  );
}
