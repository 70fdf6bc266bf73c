import type { LeftLine, LeftLineDoubt } from "@/app/(portal)/programs/cut-over/left-lines";
import { tickedValue } from "@/app/(portal)/programs/cut-over/ticked";
import { Card } from "@/components/ui/card";
import { LinkButton } from "@/components/ui/link-button";
import { Table, TableBody, TableHead, Td, Th, Tr } from "@/components/ui/table";
import { TextLink } from "@/components/ui/text-link";
import { formatDate } from "@/lib/format/billing-date";
import { formatQuantity } from "@/lib/format/number";
import { links } from "@/lib/links";
import { connectWiseAgreementLink } from "@/lib/psa-links";
import type { PsaWords } from "@/lib/psa-names";

export const tickings = ["same", "all", "none"] as const;
export type Ticking = (typeof tickings)[number];

type LeftLinesTableProps = { lines: LeftLine[]; words: PsaWords; ticking: Ticking; canAct: boolean };

/** What stands in the PSA beside what the invoice says, by customer; a box where one press can settle it. */
export function LeftLinesTable({ lines, words, ticking, canAct }: LeftLinesTableProps) {
  return (
    <Card flush>
      <Table label="Lines of another tool">
        <TableHead>
          <Th>Customer and subscription</Th>
          <Th>In {words.name} now</Th>
          <Th numeric>Invoice</Th>
          <Th>Proposed</Th>
        </TableHead>
        <TableBody>
          {lines.map((line) => (
            <LeftLineRow
              key={`${line.row.kind} ${line.row.key}`}
              line={line}
              words={words}
              ticked={ticking === "all" || (ticking === "same" && line.agrees)}
              canAct={canAct}
            />
          ))}
        </TableBody>
      </Table>
    </Card>
  );
}

type LeftLineRowProps = { line: LeftLine; words: PsaWords; ticked: boolean; canAct: boolean };

function LeftLineRow({ line, words, ticked, canAct }: LeftLineRowProps) {
  const { row, named, doubt } = line;
  const { runId, itemId, item } = row;
  const mayTick = canAct && named !== null && doubt === null;
  return (
    <Tr>
      <Td phone="lead">
        {mayTick ? (
          <label className="flex items-start gap-2.5 pointer-coarse:py-2 lg:min-w-60">
            <input
              type="checkbox"
              name="ticked[]"
              value={tickedValue({ runId, itemId, ...named })}
              defaultChecked={ticked}
              className="mt-[3px] size-4 shrink-0 accent-accent"
            />
            <Subscription line={line} />
          </label>
        ) : (
          <span className={canAct ? "block pl-[26px]" : "block"}>
            <Subscription line={line} />
          </span>
        )}
      </Td>
      <Td phone="wide">
        <Standing line={line} words={words} />
      </Td>
      <Td phone="leadEnd" numeric label="invoice">
        {line.wanted === null ? <span className="text-soft">–</span> : formatQuantity(line.wanted)}
      </Td>
      <Td phone="subEnd">
        {doubt === null && named ? (
          <span className="text-sm text-soft">
            {line.agrees ? "Adopt: same quantity" : "Adopt: quantity changes"}
          </span>
        ) : (
          <span className="block text-sm">
            <span className="block text-soft">
              {doubt ? doubtWords(doubt, words) : "The line is not named"}
            </span>
            <TextLink href={links.item(runId, item.id)}>
              {doubt === "under_way" ? "See its sync" : "Decide by itself"}
              <span className="sr-only">: {item.customerName ?? item.title}</span>
            </TextLink>
          </span>
        )}
      </Td>
    </Tr>
  );
}

function Subscription({ line: { row } }: { line: LeftLine }) {
  return (
    <span className="block min-w-0">
      <span className="font-medium wrap-anywhere">{row.item.customerName}</span>
      <span className="block text-sm wrap-anywhere text-soft">{row.item.title}</span>
    </span>
  );
}

/** The line of the PSA with its id, quantity and first day, and where it stands. */
function Standing({ line, words }: { line: LeftLine; words: PsaWords }) {
  const { quantity, since, named, row } = line;
  const { connection, item } = row;
  const href =
    connection.kind === "connectwise" && item.agreementId
      ? connectWiseAgreementLink(connection.site, connection.account, item.agreementId)
      : null;
  const facts = [
    quantity === null ? null : `quantity ${formatQuantity(quantity)}`,
    since === null ? null : `since ${formatDate(since)}`,
  ].filter(Boolean);
  return (
    <>
      <span className="wrap-anywhere">
        {line.name ?? words.Item}{" "}
        {named ? <span className="text-sm text-soft">line {named.lineId}</span> : null}
      </span>
      <span className="block text-sm text-soft">{facts.join(" · ")}</span>
      {href ? (
        <span className="mt-1 block">
          <LinkButton href={href} size="small" outside>
            Open the {words.agreement}
            <span className="sr-only"> {item.agreementName ?? ""}</span>
          </LinkButton>
        </span>
      ) : (
        <span className="block text-sm wrap-anywhere text-soft">
          {item.agreementName ?? words.Agreement} {item.agreementId ? `· id ${item.agreementId}` : ""}
        </span>
      )}
    </>
  );
}

function doubtWords(doubt: LeftLineDoubt, words: PsaWords): string {
  const texts: Record<LeftLineDoubt, string> = {
    under_way: "It is being synced",
    several_lines: "More than one line bills it",
    several_subscriptions: "The line fits more than one subscription",
    ours_elsewhere: `It is a line of ours on another ${words.agreement}`,
    not_billed: "The line is set to bill nothing",
  };
  return texts[doubt];
}
