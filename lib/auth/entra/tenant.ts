import { createRemoteJWKSet } from "jose";
import { z } from "zod";
import { HOUR } from "@/lib/clock";
import { askEntra, EntraError } from "./ask-entra";

const configuration = z.object({
  issuer: z.string(),
  authorization_endpoint: z.url(),
  token_endpoint: z.url(),
  jwks_uri: z.url(),
});
type Configuration = z.infer<typeof configuration>;

/** Long enough that a rush of sign-ins asks once, short enough that a change of Microsoft's is followed the same day. */
const keptFor = HOUR;

/** Of one tenant, since the portal knows one; the newest takes the place of another. */
let known: { issuer: string; found: Configuration; until: number } | null = null;
let keys: { uri: string; get: ReturnType<typeof createRemoteJWKSet> } | null = null;

/** The tenant's addresses, from itself and kept for an hour; it has to call itself what we call it. Throws EntraError. */
export async function discoverTenant(
  { authority, tenantId }: { authority: string; tenantId: string },
  now: () => number = Date.now,
): Promise<Configuration> {
  const issuer = `${authority}/${tenantId}/v2.0`;
  if (known?.issuer === issuer && now() < known.until) return known.found;
  const read = configuration.safeParse(await askEntra(`${issuer}/.well-known/openid-configuration`));
  if (!read.success || read.data.issuer !== issuer) throw new EntraError("unreadable");
  known = { issuer, found: read.data, until: now() + keptFor };
  return read.data;
}

/** The keys that tokens are signed with: kept for ten minutes, and asked for again when one is signed with a new one. */
export function signingKeys(uri: string) {
  if (keys?.uri !== uri) keys = { uri, get: createRemoteJWKSet(new URL(uri)) };
  return keys.get;
}
