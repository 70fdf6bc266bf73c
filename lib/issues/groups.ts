import { type IssueCode, isIssueCode } from "@/lib/issues/codes";
import { agreementTexts } from "@/lib/issues/texts/agreements";
import { amountTexts } from "@/lib/issues/texts/amounts";
import { lineTexts } from "@/lib/issues/texts/lines";
import { mappingTexts } from "@/lib/issues/texts/mapping";
import { productTexts } from "@/lib/issues/texts/products";
import { psaTexts } from "@/lib/issues/texts/psa";
import { runTexts } from "@/lib/issues/texts/runs";
import { sourceTexts } from "@/lib/issues/texts/source";

export type IssueGroup = { title: string; codes: IssueCode[] };

const subjects: [string, object][] = [
  ["Customers and their mapping", mappingTexts],
  ["Agreements and contracts", agreementTexts],
  ["Lines in the PSA", lineTexts],
  ["Quantities and amounts", amountTexts],
  ["Products", productTexts],
  ["Reaching the PSA", psaTexts],
  ["PRISM and its invoices", sourceTexts],
  ["The sync as a whole", runTexts],
];

/** The catalogue by subject, for the index under Troubleshooting. Each code stands in exactly one group. */
export const issueGroups: IssueGroup[] = subjects.map(([title, texts]) => ({
  title,
  codes: Object.keys(texts).filter(isIssueCode),
}));

/** The group that a code belongs to. */
export function groupOfIssue(code: IssueCode): IssueGroup | undefined {
  return issueGroups.find((group) => group.codes.includes(code));
}
