import { z } from "zod";
import { leftoverInput } from "@/app/(portal)/programs/mapping/leftover";
import { pricingStrategies } from "@/db/schema";
import { cameFromWord } from "@/lib/came-from";

const version = z.coerce.number().int();
const emptyIsNone = z.literal("").transform(() => null);

/** A customer's mapping as its form sends it; without a version it is mapped for the first time. */
export const mappingInput = z.object({
  programSyncId: z.uuid(),
  customerId: z.uuid(),
  version: z.union([emptyIsNone, version]),
  psaCompanyId: z.string().min(1).max(50),
  psaAgreementId: z.string("Choose one.").min(1).max(50),
  annualAgreementId: z.union([emptyIsNone, z.string().max(50)]).default(null),
  pricingStrategy: z.enum(pricingStrategies),
  begin: z.string("Choose with which invoice to begin.").min(1).max(50),
  beginDate: z.union([emptyIsNone, z.iso.date("A day of the calendar.")]),
  enabled: z.enum(["yes", "no"]).transform((value) => value === "yes"),
  /** The line of a sync that the person came from, and goes back to. */
  from: cameFromWord.optional(),
  ...leftoverInput,
});

export const clearInput = z.object({
  programSyncId: z.uuid(),
  customerId: z.uuid(),
  version,
  ...leftoverInput,
});
