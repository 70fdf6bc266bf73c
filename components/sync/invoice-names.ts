import { formatMonth } from "@/lib/format/billing-date";

type Named = { contractAgreementId: string | null; periodStart: string };

const shortestEnding = 4;

/**
 * What a person calls each of a run's invoices, in their order: "October 2026", and where they are of several of
 * PRISM's agreements, by the end of its id, "October 2026 · PRISM agreement …1234".
 */
export function invoiceNames(invoices: Named[]): string[] {
  const endingOf = endings(invoices.flatMap(({ contractAgreementId }) => contractAgreementId ?? []));
  return invoices.map(({ contractAgreementId, periodStart }) => {
    const ending = contractAgreementId && endingOf.get(contractAgreementId);
    const month = formatMonth(periodStart);
    return ending ? `${month} · PRISM agreement ${ending}` : month;
  });
}

/** As much of the end of each id as tells it from the others; empty when there is but one. */
function endings(ids: string[]): Map<string, string> {
  const known = [...new Set(ids)];
  if (known.length < 2) return new Map();
  const longest = Math.max(...known.map((id) => id.length));
  let length = shortestEnding;
  while (length < longest && new Set(known.map((id) => id.slice(-length))).size < known.length) length += 1;
  return new Map(known.map((id) => [id, id.length > length ? `…${id.slice(-length)}` : id]));
}
