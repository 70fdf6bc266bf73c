import { type IssueCode, isIssueCode } from "@/lib/issues/codes";
import { type IssueFacts, readFacts } from "@/lib/issues/facts";
import type { IssueExplanation, IssueText } from "@/lib/issues/issue-text";
import { agreementTexts } from "@/lib/issues/texts/agreements";
import { amountTexts } from "@/lib/issues/texts/amounts";
import { lineTexts } from "@/lib/issues/texts/lines";
import { mappingTexts } from "@/lib/issues/texts/mapping";
import { productTexts } from "@/lib/issues/texts/products";
import { psaTexts } from "@/lib/issues/texts/psa";
import { runTexts } from "@/lib/issues/texts/runs";
import { sourceTexts } from "@/lib/issues/texts/source";
import { wordsOfPsa } from "@/lib/psa-names";

/** What is said about each issue code, on screens, in mails and under Troubleshooting. */
export const issueCatalogue: Record<IssueCode, IssueText> = {
  ...mappingTexts,
  ...productTexts,
  ...agreementTexts,
  ...lineTexts,
  ...amountTexts,
  ...psaTexts,
  ...sourceTexts,
  ...runTexts,
};

/** The text of a stored code; one that the catalogue does not know reads as `unexpected`. */
export function issueText(code: string): IssueText {
  return issueCatalogue[isIssueCode(code) ? code : "unexpected"];
}

/** The title of a stored code; `psa` is the PSA's name where the place knows it, whose words it then speaks. */
export function issueTitle(code: string, psa?: string): string {
  const { title } = issueText(code);
  return typeof title === "string" ? title : title(wordsOfPsa(psa ?? null));
}

/**
 * An issue in full sentences. `context` is what the place knows besides the stored facts, such as
 * `{psa: "ConnectWise", currency: "AUD", product: "Visio Plan 2"}`; a stored fact comes first.
 */
export function explainIssue(code: string, facts: IssueFacts, context: IssueFacts = {}): IssueExplanation {
  return issueText(code).explain(readFacts({ ...context, ...facts }));
}
