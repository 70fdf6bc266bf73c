import { portalEnv } from "@/lib/env";
import type { EntraSettings } from "./openid";

const microsoft = "https://login.microsoftonline.com";

/** How to sign in with Microsoft Entra ID; null: it is not set up. */
export function entraSettings(): EntraSettings | null {
  const env = portalEnv();
  const { ENTRA_TENANT_ID: tenantId, ENTRA_CLIENT_ID: clientId, ENTRA_CLIENT_SECRET: clientSecret } = env;
  if (!tenantId || !clientId || !clientSecret) return null;
  return { authority: new URL(env.ENTRA_AUTHORITY ?? microsoft).origin, tenantId, clientId, clientSecret };
}
