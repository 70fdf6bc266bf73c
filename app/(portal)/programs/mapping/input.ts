import { z } from "zod";
import { pricingStrategies } from "@/db/schema";

const version = z.coerce.number().int();

/** A customer's mapping as its form sends it; without a version it is mapped for the first time. */
export const mappingInput = z.object({
  programSyncId: z.uuid(),
  customerId: z.uuid(),
  version: z.union([z.literal("").transform(() => null), version]),
  psaCompanyId: z.string().min(1).max(50),
  psaAgreementId: z.string("Choose an agreement.").min(1).max(50),
  pricingStrategy: z.enum(pricingStrategies),
  begin: z.string("Choose with which invoice to begin.").min(1).max(50),
  beginDate: z.union([z.literal("").transform(() => null), z.iso.date("A day of the calendar.")]),
  enabled: z.enum(["yes", "no"]).transform((value) => value === "yes"),
});

export const clearInput = z.object({ programSyncId: z.uuid(), customerId: z.uuid(), version });
