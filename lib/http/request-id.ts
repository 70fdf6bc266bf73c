import { randomUUID } from "node:crypto";

/** Set by proxy.ts on every request and answer, over whatever the outside sent; the portal's log lines carry it. */
export const requestIdHeader = "x-request-id";

export function newRequestId(): string {
  return randomUUID();
}
