import { chosenValue } from "@/app/(portal)/programs/cut-over/other-lines/chosen";
import { billedWords, reasonWords } from "@/app/(portal)/programs/cut-over/other-lines/line-words";
import { Card } from "@/components/ui/card";
import { Table, TableBody, TableHead, Td, Th, Tr } from "@/components/ui/table";
import type { OtherLineRow } from "@/db/queries/portal/other-lines";
import { formatDate } from "@/lib/format/billing-date";
import { formatMoney } from "@/lib/format/money";
import { formatQuantity } from "@/lib/format/number";
import type { PsaWords } from "@/lib/psa-names";

type OtherLinesTableProps = { label: string; rows: OtherLineRow[]; words: PsaWords; canAct: boolean };

/** Lines of another tool with what they come to; nothing is ticked until a person does it. */
export function OtherLinesTable({ label, rows, words, canAct }: OtherLinesTableProps) {
  return (
    <Card flush>
      <Table label={label}>
        <TableHead>
          <Th>Line and customer</Th>
          <Th>Why it stands here</Th>
          <Th numeric>Quantity × price</Th>
          <Th numeric>Comes to</Th>
        </TableHead>
        <TableBody>
          {rows.map((row) => (
            <Tr key={chosenValue(row)}>
              <Td phone="lead">
                {canAct ? (
                  <label className="flex items-start gap-2.5 pointer-coarse:py-2 lg:min-w-60">
                    <input
                      type="checkbox"
                      name="lines[]"
                      value={chosenValue(row)}
                      className="mt-[3px] size-4 shrink-0 accent-accent"
                    />
                    <LineName row={row} words={words} />
                  </label>
                ) : (
                  <LineName row={row} words={words} />
                )}
              </Td>
              <Td phone="wide">
                <span className="text-sm text-soft">{reasonWords(row)}</span>
              </Td>
              <Td phone="sub" numeric>
                {formatQuantity(row.quantity)} × {formatMoney(row.unitPrice, row.currency)}
              </Td>
              <Td phone="leadEnd" numeric>
                {billedWords(row)}
              </Td>
            </Tr>
          ))}
        </TableBody>
      </Table>
    </Card>
  );
}

function LineName({ row, words }: { row: OtherLineRow; words: PsaWords }) {
  const agreement = row.agreementName ?? `${words.agreement} ${row.psaAgreementId}`;
  return (
    <span className="min-w-0">
      <span className="block font-medium wrap-anywhere">{row.name}</span>
      <span className="block text-sm wrap-anywhere text-soft">
        {row.customerNames.join(", ")} · {agreement} · line {row.psaLineId}
        {row.firstDay ? ` · since ${formatDate(row.firstDay)}` : ""}
      </span>
    </span>
  );
}
