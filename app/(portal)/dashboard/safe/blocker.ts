import type { Tone } from "@/components/ui/tone";

/** One thing that stands between a person and safe invoices, with the very place that mends it. */
export type Blocker = {
  tone: Tone;
  /** How many of them there are, where they can be counted. */
  count: number | null;
  /** e.g. "The agreement has ended". */
  title: string;
  /** e.g. "failed · Blue Gum Dental and 2 more". */
  detail: string;
  /** What they have on the invoice in partner cost ex tax, ready to read; null: not known. */
  money: string | null;
  href: string;
  /** What the link is for, e.g. "Decide". */
  action: string;
};
