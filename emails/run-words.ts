import { type MailCauseBlock, type MailContext, type MailFooter, oneLine } from "@/emails/mail-content";
import { formatMonth } from "@/lib/format/billing-date";
import { formatInstant } from "@/lib/format/instant";
import { countOf } from "@/lib/format/number";
import { explainIssue, issueTitle } from "@/lib/issues/catalogue";
import { absoluteLink, links } from "@/lib/links";
import type { MailCause, RunFacts } from "@/lib/mail-facts";

/** What the mails about a run say alike. */

/** "Microsoft CSP → ConnectWise PSA" */
export function syncName(run: RunFacts): string {
  return `${oneLine(run.programName)} → ${oneLine(run.psaName)}`;
}

/** "customers sync for October 2026" */
export function runName(run: RunFacts): string {
  return run.period ? `${run.kind} sync for ${formatMonth(run.period.start)}` : `${run.kind} sync`;
}

/** Program, PSA, count, month. */
export function runSubject(run: RunFacts, count: string): string {
  const month = run.period ? `, ${formatMonth(run.period.start)}` : "";
  return `${syncName(run)}: ${count}${month}`;
}

/** "3 subscriptions", "1 product": the items of a run. */
export function itemsOf(run: RunFacts, count: number): string {
  return countOf(count, itemWord(run));
}

function itemWord(run: RunFacts): string {
  return run.kind === "customers" ? "subscription" : "product";
}

/** An instant of the facts as the organisation's clock shows it. */
export function instantWords(iso: string, context: MailContext): string {
  return formatInstant(new Date(iso), context.timeZone);
}

/** A cause in the catalogue's words, with the link that opens the item, or all of its kind in the run. */
export function causeBlock(run: RunFacts, cause: MailCause, context: MailContext): MailCauseBlock {
  const known = { psa: oneLine(run.psaName), ...(run.currency ? { currency: run.currency } : {}) };
  const title = issueTitle(cause.code, known.psa);
  const { happened, effect, remedy } = explainIssue(cause.code, cause.facts, known);
  const all = absoluteLink(context.origin, links.run(run.runId, { code: cause.code }));
  const one = cause.itemId && absoluteLink(context.origin, links.item(run.runId, cause.itemId));
  const about = [cause.customerName, cause.title].filter((name) => name !== null).map(oneLine);
  const others = cause.count - 1;
  return {
    title: cause.count > 1 ? `${title} (${cause.count})` : title,
    about: about.length > 0 ? about.join(" · ") : null,
    sentences: [happened, effect, remedy].map(oneLine).filter(Boolean),
    link: one ? { label: `Open this ${itemWord(run)}`, url: one } : { label: "Open the sync", url: all },
    others: one && others > 0 ? { label: `Open all ${cause.count} with this cause`, url: all } : null,
  };
}

/** Said when there are more causes than a mail names. */
export function moreCauses(more: number): string[] {
  return more > 0 ? [`There ${more === 1 ? "is 1 more cause" : `are ${more} more causes`} on the page.`] : [];
}

/** Why the reader gets the mails of a program sync. */
export function programFooter(run: RunFacts, context: MailContext): MailFooter {
  return {
    text: `You get this mail because your address is to be notified about ${syncName(run)} at ${oneLine(context.orgName)}.`,
    link: {
      label: "Change who is notified",
      url: absoluteLink(context.origin, links.programSettings(run.programSlug)),
    },
  };
}
