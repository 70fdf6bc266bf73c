import { formatDate, formatDateRange } from "@/lib/format/billing-date";
import { formatMoney } from "@/lib/format/money";
import { formatQuantity } from "@/lib/format/number";
import { type PsaWords, wordsOfPsa } from "@/lib/psa-names";

/**
 * What is known of one issue: names and words as they stand, dates as YYYY-MM-DD, amounts and quantities as decimal
 * text. Read by every text where present: `psa` (its name), `currency` (ISO 4217) and `words` (the service's own).
 */
export type IssueFacts = Record<string, string>;

/** Facts formatted for a sentence; null where a fact is missing, so that the text can go without it. */
export type FactReader = {
  text(name: string): string | null;
  /** In curly quotes, for names. */
  quoted(name: string): string | null;
  date(name: string): string | null;
  /** Both days included; null unless both are known. */
  days(from: string, to: string): string | null;
  money(name: string): string | null;
  quantity(name: string): string | null;
  /** The PSA's name within a sentence and at its start. */
  psa: string;
  Psa: string;
  /** That PSA's own words: "agreement" or "contract" and the like. */
  its: PsaWords;
  /** The service's own words as a sentence of their own with a space before it, or nothing. */
  said(who: string): string;
};

/** Reads facts for the texts of the catalogue. An empty fact counts as missing. */
export function readFacts(facts: IssueFacts): FactReader {
  const text = (name: string) => facts[name]?.trim() || null;
  const formatted = (name: string, format: (value: string) => string) => {
    const value = text(name);
    return value === null ? null : format(value);
  };
  const psa = text("psa");
  return {
    text,
    quoted: (name) => formatted(name, (value) => `“${value}”`),
    date: (name) => formatted(name, formatDate),
    days: (from, to) => {
      const [first, last] = [text(from), text(to)];
      return first && last ? formatDateRange(first, last) : null;
    },
    money: (name) => formatted(name, (value) => formatMoney(value, text("currency"))),
    quantity: (name) => formatted(name, formatQuantity),
    psa: psa ?? "the PSA",
    Psa: psa ?? "The PSA",
    its: wordsOfPsa(psa),
    said: (who) => {
      const words = text("words");
      return words ? ` ${who} said: “${words}”` : "";
    },
  };
}
