import { labelsOf } from "@/app/(portal)/programs/setting-words";
import type { ChangeAction, ChangeRow } from "@/db/queries/portal/list-changes";
import { links } from "@/lib/links";
import { type PsaWords, psaWords } from "@/lib/psa-names";

type Told = { title: string; subject: string | null; href: string | null; details: string[] };

const titles: Record<ChangeAction, string> = {
  program_added: "Program added",
  program_settings_saved: "Settings changed",
  customer_mapped: "Mapping saved",
  customer_unmapped: "Mapping taken away",
  connection_added: "PSA connected",
  connection_changed: "Connection changed",
  source_added: "PRISM connected",
  source_changed: "PRISM account changed",
  product_linked: "Product linked",
  product_unlinked: "Product link taken away",
  item_excluded: "Line excluded",
  item_included: "Line synced again",
  time_zone_set: "Time zone changed",
};

/** A change in words: what kind it is, of what, and from what to what. */
export function changeWords(change: ChangeRow, timeZone: string): Told {
  const subject =
    change.customerName ??
    change.productName ??
    change.facts.title ??
    change.connectionName ??
    change.sourceName ??
    change.programName ??
    null;
  return {
    title: titles[change.action],
    subject,
    href: change.programSlug ? links.programSettings(change.programSlug) : null,
    details:
      change.action === "program_settings_saved"
        ? settingDetails(change.facts, psaWords.connectwise, timeZone)
        : detailsOf(change),
  };
}

function settingDetails(facts: Record<string, string>, words: PsaWords, timeZone: string): string[] {
  const labels = new Map(Object.entries(labelsOf(words, timeZone)));
  return Object.entries(facts).map(([name, value]) => `${labels.get(name)?.label ?? name}: ${value}`);
}

/** Keys and addresses of a connection are not told here: the connection shows what it has. */
function detailsOf({ action, facts }: ChangeRow): string[] {
  const told = (label: string, fact: string | undefined) => (fact ? [`${label}: ${fact}`] : []);
  switch (action) {
    case "customer_mapped":
    case "customer_unmapped":
      return [
        ...told("before", facts.before),
        ...told("now", facts.after),
        ...told("lines that go on billing", facts.lines),
      ];
    case "product_linked":
      return told("now", facts.item);
    case "item_excluded":
      return [...told("reason", facts.reason), ...told("until", facts.expiresOn)];
    case "time_zone_set":
      return [...told("before", facts.from), ...told("now", facts.to)];
    default:
      return [];
  }
}
