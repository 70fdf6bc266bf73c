import { z } from "zod";
import type { AuditFilters, AuditPlace } from "@/db/queries/list-audit-events";
import { type AuditArea, auditAreas } from "@/lib/audit/areas";

const isArea = (text: string): text is AuditArea => Object.hasOwn(auditAreas, text);
const eventId = z.coerce.number().int().min(0).max(Number.MAX_SAFE_INTEGER).optional().catch(undefined);

/** What the address of the audit says. */
export const auditQuery = z.object({
  area: z.string().refine(isArea).optional().catch(undefined),
  who: z.uuid().optional().catch(undefined),
  after: eventId,
  before: eventId,
  check: z.literal("all").optional().catch(undefined),
});

export function filtersOf({ area, who }: z.output<typeof auditQuery>): AuditFilters {
  return { ...(area && { area }), ...(who && { who }) };
}

export function placeOf({ after, before }: z.output<typeof auditQuery>): AuditPlace {
  return before === undefined ? { ...(after !== undefined && { after }) } : { before };
}
