import type { SandboxRequest } from "../http/service";
import { wrongIntegrationCode, wrongSecret } from "./refusal";

export type Keys = { userName: string; secret: string; integrationCode: string };

/** Checks the three headers; throws the refusal. ImpersonationResourceId is accepted and changes nothing. */
export function authenticate(keys: Keys, { headers }: SandboxRequest): void {
  if (headers.apiintegrationcode !== keys.integrationCode) throw wrongIntegrationCode();
  const user = String(headers.username ?? "");
  if (user.toLowerCase() !== keys.userName.toLowerCase() || headers.secret !== keys.secret)
    throw wrongSecret();
}
