import { z } from "zod";
import { waitingKinds } from "@/db/schema";

/** What the inbox's address says; what makes no sense is forgotten. */
export const inboxQuery = z.object({
  show: z.enum(waitingKinds).catch("held"),
  sync: z
    .string()
    .regex(/^[a-z0-9-]{1,100}$/)
    .optional()
    .catch(undefined),
  kind: z.enum(["customers", "products"]).optional().catch(undefined),
  code: z
    .string()
    .regex(/^[a-z_]{1,60}$/)
    .optional()
    .catch(undefined),
  q: z.string().trim().min(1).max(100).optional().catch(undefined),
  after: z.string().max(4_000).optional().catch(undefined),
  before: z.string().max(4_000).optional().catch(undefined),
});

export type InboxQuery = z.infer<typeof inboxQuery>;
