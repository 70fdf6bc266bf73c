import { formsOf, linksOf, type PageForm } from "./page-forms";
import type { Asker, TwoOrganisations } from "./two-organisations";

export type Crawled = {
  /** What was answered, and everything that was asked for. */
  paths: string[];
  asked: Set<string>;
  forms: PageForm[];
};

/** Follows every link of every page from `starts` on, and notes what redirects, too; of pages that differ in their query alone, so many at most. */
export async function crawl(
  { ask, url }: TwoOrganisations,
  as: Asker,
  starts: string[],
  alike = 3,
): Promise<Crawled> {
  const seen = new Set<string>();
  const byShape = new Map<string, number>();
  const found: Crawled = { paths: [], asked: seen, forms: [] };
  const waiting = [...starts];
  for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
    if (seen.has(next)) continue;
    seen.add(next);
    const shape = shapeOf(next);
    const before = byShape.get(shape) ?? 0;
    if (before >= alike) continue;
    byShape.set(shape, before + 1);
    const answer = await ask(as, next);
    if (answer.status >= 400) continue;
    found.paths.push(next);
    if (answer.status !== 200) continue;
    if (!answer.headers.get("content-type")?.startsWith("text/html")) continue;
    found.forms.push(...formsOf(next, answer.text));
    waiting.push(...linksOf(answer.text, new URL(next, url).href));
  }
  return found;
}

/** A page and what asks for it: a browser, and Next's client for the payload alone. */
export const waysToAsk = [
  { headers: {}, address: (path: string) => path },
  { headers: { RSC: "1" }, address: (path: string) => `${path}${path.includes("?") ? "&" : "?"}_rsc` },
] as const;

/** Pages of one kind: ids and values are left out. */
function shapeOf(path: string): string {
  const { pathname, searchParams } = new URL(path, "http://portal.invalid");
  const parts = pathname.split("/").map((part) => (/[0-9a-f]{8}-/.test(part) ? "*" : part));
  return `${parts.join("/")}?${[...searchParams.keys()].sort().join("&")}`;
}
