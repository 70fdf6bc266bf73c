import { issueCatalogue, issueTitle } from "@/lib/issues/catalogue";
import { type IssueCode, issueCodes } from "@/lib/issues/codes";
import { readFacts } from "@/lib/issues/facts";

/** Codes whose texts hold every word of the query, those with a word in the title first; all for an empty query. */
export function searchIssues(query: string): IssueCode[] {
  const words = query.toLowerCase().replaceAll("'", "’").split(/\s+/).filter(Boolean);
  const found = issueCodes.filter((code) => holdsAll(searchableText(code), words));
  const inTitle = found.filter((code) => holdsAll(issueTitle(code).toLowerCase(), words));
  return [...inTitle, ...found.filter((code) => !inTitle.includes(code))];
}

function holdsAll(text: string, words: string[]): boolean {
  return words.every((word) => text.includes(word));
}

function searchableText(code: IssueCode): string {
  const { explain, why, steps } = issueCatalogue[code];
  const { happened, effect, remedy } = explain(readFacts({}));
  return [code, code.replaceAll("_", " "), issueTitle(code), happened, effect, remedy, why, ...steps]
    .join(" ")
    .toLowerCase();
}
