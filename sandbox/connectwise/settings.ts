import { z } from "zod";

export const areas = ["companies", "agreements", "additions", "catalog", "setup", "callbacks"] as const;
export const rights = ["inquire", "add", "edit", "delete"] as const;

export type Area = (typeof areas)[number];
export type Right = (typeof rights)[number];

const permission = z.enum(
  areas.flatMap((area) => rights.map((right): `${Area}:${Right}` => `${area}:${right}`)),
);

const plainDate = z.iso.date();

/**
 * The switches of the ConnectWise sandbox. Each stands for something that the vendor leaves open or that a
 * site's administrator decides; the default is the strict reading.
 */
export const connectWiseSettings = z.strictObject({
  /** The version folder that companyinfo names; another one answers 404, as after an upgrade. */
  codebase: z
    .string()
    .regex(/^v\d{4}_\d+$/)
    .default("v2025_1"),
  /** Status for an unknown company id or wrong keys; cloud sites are said to answer 404. */
  wrongKeys: z.enum(["401", "403", "404"]).default("401"),
  missingClientId: z.enum(["401", "403"]).default("403"),
  /** /system/info is said to answer without keys, so that it proves nothing about them. */
  systemInfoNeedsKeys: z.boolean().default(false),
  /** Rights that the API member's security role lacks, e.g. "catalog:add". Checked before validation. */
  denied: z.array(permission).default([]),
  /** Answers 429 beyond this many calls in a window. */
  rateLimit: z
    .strictObject({ calls: z.int().min(1), seconds: z.int().min(1) })
    .nullable()
    .default(null),
  /** Changing quantity, prices, product or first day of an addition that has been invoiced. */
  editInvoicedAddition: z.enum(["refused", "allowed"]).default("refused"),
  deleteInvoicedAddition: z.enum(["refused", "allowed"]).default("refused"),
  /** Adding to, or changing additions of, an expired or cancelled agreement. Ending one is always possible. */
  additionsOnEndedAgreement: z.enum(["refused", "allowed"]).default("refused"),
  /** Whether an addition's cancelledDate is the last day that is billed, or the first that is not. */
  cancelledDate: z.enum(["last_billed_day", "first_unbilled_day"]).default("last_billed_day"),
  /** Whether a change of an addition moves its agreement's _info.lastUpdated. */
  additionTouchesAgreement: z.boolean().default(false),
  /** After a write this many reads of the same record or list still see it as it was. */
  staleReads: z.int().min(0).default(0),
  /**
   * The site's calendar day, which decides what has expired; null: the real one (UTC), but not before the end of the
   * newest month that PRISM has invoiced.
   */
  today: plainDate.nullable().default(null),
});

export type ConnectWiseSettings = z.infer<typeof connectWiseSettings>;
