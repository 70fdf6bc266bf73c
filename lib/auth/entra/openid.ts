import { createHash, randomBytes } from "node:crypto";
import { createRemoteJWKSet, jwtVerify } from "jose";
import { z } from "zod";
import { SECOND } from "@/lib/clock";

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

/** Who came back. `objectId` stays with a person for ever; the address may change. */
export type EntraIdentity = { objectId: string; address: string };

class EntraError extends Error {
  constructor(readonly kind: "unavailable" | "refused" | "unreadable") {
    super(`Microsoft Entra ID: ${kind}`);
    this.name = "EntraError";
  }
}

const timeLimit = 10 * SECOND;
const random = () => randomBytes(32).toString("base64url");

const configuration = z.object({
  issuer: z.string(),
  authorization_endpoint: z.url(),
  token_endpoint: z.url(),
  jwks_uri: z.url(),
});

/** Where the browser is sent, and what it keeps until it comes back to `redirectUri`. */
export async function beginEntra(
  settings: EntraSettings,
  { redirectUri, callbackPath }: { redirectUri: string; callbackPath: string },
): Promise<{ url: string; kept: KeptAttempt }> {
  const { authorization_endpoint } = await discover(settings);
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
  const { token_endpoint, jwks_uri, issuer } = await discover(settings);
  const answer = await ask(token_endpoint, {
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
  const verified = await jwtVerify(token.data.id_token, createRemoteJWKSet(new URL(jwks_uri)), {
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
});

function identityOf(payload: unknown, { tenantId }: EntraSettings, kept: KeptAttempt): EntraIdentity {
  const read = claims.safeParse(payload);
  if (!read.success || read.data.nonce !== kept.nonce || read.data.tid !== tenantId) {
    throw new EntraError("refused");
  }
  const { oid, tid, email, preferred_username } = read.data;
  return { objectId: `${tid}/${oid}`, address: email ?? preferred_username ?? "" };
}

/** The tenant's addresses, from itself; it has to call itself what we call it. */
async function discover({ authority, tenantId }: EntraSettings): Promise<z.infer<typeof configuration>> {
  const issuer = `${authority}/${tenantId}/v2.0`;
  const read = configuration.safeParse(await ask(`${issuer}/.well-known/openid-configuration`));
  if (!read.success || read.data.issuer !== issuer) throw new EntraError("unreadable");
  return read.data;
}

async function ask(url: string, init: RequestInit = {}): Promise<unknown> {
  const answer = await fetch(url, {
    ...init,
    redirect: "error",
    signal: AbortSignal.timeout(timeLimit),
  }).catch(() => {
    throw new EntraError("unavailable");
  });
  if (answer.status >= 500) throw new EntraError("unavailable");
  if (!answer.ok) throw new EntraError("refused");
  return answer.json().catch(() => {
    throw new EntraError("unreadable");
  });
}
