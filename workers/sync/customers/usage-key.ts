import { stableId } from "@/lib/stable-id";

/**
 * A tenant's usage under one contract agreement is one key, whatever the number of its Azure subscriptions. The agreement
 * is part of it, because one tenant may be invoiced under another agreement or program as well, and both may be billed on
 * one agreement of the PSA: their charges stand there side by side. Formed like an id, since references are short.
 */
export function usageKey(contractAgreementId: string, tenantId: string): string {
  return `${stableId(`${contractAgreementId}\n${tenantId}`)}:azure`;
}
