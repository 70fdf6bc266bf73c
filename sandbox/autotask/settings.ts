import { z } from "zod";
import { entityNames } from "./schema/names";

export const rights = ["read", "create", "update", "delete"] as const;
export type Right = (typeof rights)[number];

const permission = z.enum(
  entityNames.flatMap((name) => rights.map((right): `${typeof name}:${Right}` => `${name}:${right}`)),
);

/**
 * The switches of the Autotask sandbox. Each stands for something that the vendor leaves open or that a tenant's
 * administrator decides; the default is the strict reading.
 */
export const autotaskSettings = z.strictObject({
  /** Zone that ZoneInformation names; another one than before is a move: the old address answers 401. */
  zone: z.int().min(1).max(99).default(1),
  /** Rights that the API user's security level lacks, e.g. "Contracts:update". Checked before validation. */
  denied: z.array(permission).default([]),
  /** After a write so many reads of each kind of entity still see what was there before. */
  staleReads: z.int().min(0).default(0),
  /** Whether an adjustment with allowRepeatService may put a service onto a contract a second time. */
  allowRepeatService: z.boolean().default(false),
  /** A second adjustment of one service on the same effective date. */
  sameDateAdjustments: z.enum(["refused", "allowed"]).default("refused"),
  /** An adjustment that would change a period that is approved and posted. */
  adjustmentsInPostedPeriods: z.enum(["refused", "allowed"]).default("refused"),
  /** Services have a sku; tenants on an older version do not know the field and ignore it in a body. */
  hasSku: z.boolean().default(true),
  /** Contracts cannot be saved without contractCategory. */
  requireContractCategory: z.boolean().default(false),
  /** How long each call takes at least; calls that overlap are what the thread limit counts. */
  latencyMs: z.int().min(0).max(10_000).default(2),
  /** Concurrent calls per integration code and entity. */
  threads: z.int().min(1).default(3),
  /** Status of the refusal of a call over the thread limit. */
  threadRefusalStatus: z.union([z.literal(429), z.literal(500)]).default(429),
  /** Calls of the tenant per rolling 60 minutes, and how many of them other vendors have used already. */
  threshold: z
    .strictObject({ limit: z.int().min(1).default(10_000), usedElsewhere: z.int().min(0).default(0) })
    .default({ limit: 10_000, usedElsewhere: 0 }),
  /** Half a second more per call from 50 % of the threshold on, a whole one from 75 %. */
  delays: z.boolean().default(true),
  /** The tenant's calendar day; null: the real one (UTC), but not before the end of the newest invoiced month. */
  today: z.iso.date().nullable().default(null),
});

export type AutotaskSettings = z.infer<typeof autotaskSettings>;
