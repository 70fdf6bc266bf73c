import { createHash, randomBytes } from "node:crypto";
import { jwtVerify } from "jose";
import { z } from "zod";
import { askEntra, EntraError } from "./ask-entra";
import { discoverTenant, signingKeys } from "./tenant";

/** Signing in with Microsoft Entra ID: OpenID Connect by code, with PKCE, state and nonce. */

export type EntraSettings = {
  /** https://login.microsoftonline.com, or that of a national cloud. */
  authority: string;
  /** Of one tenant: with "common" anybody's tenant could claim any address. */
  tenantId: string;
  clientId: string;
  clientSecret: string;
};

/** What the browser keeps while its person is at Microsoft's. */
const keptAttempt = z.object({
  state: z.string(),
  nonce: z.string(),
  verifier: z.string(),
  callbackPath: z.string(),
});
export type KeptAttempt = z.infer<typeof keptAttempt>;

/** The cookie's value of what is kept. */
export function keptText(kept: KeptAttempt): string {
  return Buffer.from(JSON.stringify(kept)).toString("base64url");
}

/** What the cookie keeps, when it is of the attempt that `state` names. Null: there is none, or it is another's. */
export function readKept(text: string, state: string): KeptAttempt | null {
  try {
    const kept = keptAttempt.parse(JSON.parse(Buffer.from(text, "base64url").toString()));
    return kept.state === state ? kept : null;
  } catch {
    return null;
  }
}

/**
 * Who came back. `objectId` stays with a person for ever; the address may change. It is empty, or one whose domain the
 * tenant has proven to be its own.
 */
export type EntraIdentity = { objectId: string; address: string };

const random = () => randomBytes(32).toString("base64url");

/** Where the browser is sent, and what it keeps until it comes back to `redirectUri`. */
export async function beginEntra(
  settings: EntraSettings,
  { redirectUri, callbackPath }: { redirectUri: string; callbackPath: string },
): Promise<{ url: string; kept: KeptAttempt }> {
  const { authorization_endpoint } = await discoverTenant(settings);
  const kept = { state: random(), nonce: random(), verifier: random(), callbackPath };
  const url = new URL(authorization_endpoint);
  const query = {
    client_id: settings.clientId,
    response_type: "code",
    response_mode: "query",
    redirect_uri: redirectUri,
    scope: "openid profile email",
    state: kept.state,
    nonce: kept.nonce,
    code_challenge: createHash("sha256").update(kept.verifier).digest("base64url"),
    code_challenge_method: "S256",
  };
  for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
  return { url: url.toString(), kept };
}

/** Who came back with this code. Throws EntraError when anything does not fit what was begun. */
export async function finishEntra(
  settings: EntraSettings,
  kept: KeptAttempt,
  back: { code: string; state: string; redirectUri: string },
): Promise<EntraIdentity> {
  if (back.state !== kept.state || back.code === "") throw new EntraError("refused");
  const { token_endpoint, jwks_uri, issuer } = await discoverTenant(settings);
  const answer = await askEntra(token_endpoint, {
    method: "POST",
    body: new URLSearchParams({
      grant_type: "authorization_code",
      client_id: settings.clientId,
      client_secret: settings.clientSecret,
      code: back.code,
      redirect_uri: back.redirectUri,
      code_verifier: kept.verifier,
    }),
  });
  const token = z.object({ id_token: z.string() }).safeParse(answer);
  if (!token.success) throw new EntraError("unreadable");
  const verified = await jwtVerify(token.data.id_token, signingKeys(jwks_uri), {
    issuer,
    audience: settings.clientId,
    algorithms: ["RS256"],
    requiredClaims: ["exp", "iat", "nonce", "oid", "tid"],
    clockTolerance: 60,
  }).catch(() => {
    throw new EntraError("refused");
  });
  return identityOf(verified.payload, settings, kept);
}

const claims = z.object({
  oid: z.string().min(1).max(100),
  tid: z.string(),
  nonce: z.string(),
  email: z.string().optional(),
  preferred_username: z.string().optional(),
  /** "Email domain owner verified": the address is of a domain that is the tenant's. Comes where it is configured. */
  xms_edov: z.unknown().optional(),
});

function identityOf(payload: unknown, { tenantId }: EntraSettings, kept: KeptAttempt): EntraIdentity {
  const read = claims.safeParse(payload);
  if (!read.success || read.data.nonce !== kept.nonce || read.data.tid !== tenantId) {
    throw new EntraError("refused");
  }
  const { oid, tid } = read.data;
  return { objectId: `${tid}/${oid}`, address: addressOf(read.data) };
}

/**
 * "email" may hold anything that somebody wrote into a profile, also an address of another company, and so counts only
 * with Microsoft's word for its domain. A user name's domain is always one that the tenant has verified.
 */
function addressOf({ email, preferred_username, xms_edov }: z.infer<typeof claims>): string {
  const isVerified = xms_edov === true || xms_edov === 1 || xms_edov === "1" || xms_edov === "true";
  return (isVerified ? email : undefined) ?? preferred_username ?? "";
}
