import { createHash, randomBytes } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { exportJWK, generateKeyPair, type JWTPayload, SignJWT } from "jose";

/** A stand-in for one tenant of Microsoft Entra ID, as far as OpenID Connect with a code and PKCE needs it. */

export type EntraPerson = {
  oid: string;
  preferred_username?: string;
  name?: string;
  email?: string;
  xms_edov?: unknown;
};

/** What goes wrong with the tokens that are handed out from now on. */
export type EntraFault =
  | "nonce"
  | "audience"
  | "issuer"
  | "tenant"
  | "expired"
  | "signature"
  | "unsigned"
  | "no_token"
  | null;

export type EntraStandIn = {
  /** As https://login.microsoftonline.com is. */
  authority: string;
  tenantId: string;
  clientId: string;
  clientSecret: string;
  /** Who signs in next, without being asked. */
  signsIn: (person: EntraPerson) => void;
  breakWith: (fault: EntraFault) => void;
  /** How often each path was asked for. */
  asked: () => Record<string, number>;
  stop: () => Promise<void>;
};

type Grant = { person: EntraPerson; nonce: string; challenge: string; redirectUri: string };

export async function startEntra(): Promise<EntraStandIn> {
  const tenantId = "7d1c3a52-0000-4e3f-8a51-2f9f5d0c7e22";
  const clientId = "5b0c3a52-1111-4e3f-8a51-2f9f5d0c7e22";
  const clientSecret = randomBytes(24).toString("base64url");
  const ours = await generateKeyPair("RS256");
  const foreign = await generateKeyPair("RS256");
  const grants = new Map<string, Grant>();
  let person: EntraPerson | null = null;
  let fault: EntraFault = null;
  let authority = "";
  const asked: Record<string, number> = {};

  const issuer = () => `${authority}/${tenantId}/v2.0`;
  const server = createServer((request, response) => {
    answer(request, response).catch(() => send(response, 500, { error: "server_error" }));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("No port.");
  authority = `http://127.0.0.1:${address.port}`;

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? "/", authority);
    const path = url.pathname.replace(`/${tenantId}`, "");
    asked[path] = (asked[path] ?? 0) + 1;
    if (path === "/v2.0/.well-known/openid-configuration") return send(response, 200, configuration());
    if (path === "/discovery/v2.0/keys") {
      const key = { ...(await exportJWK(ours.publicKey)), kid: "k1", use: "sig", alg: "RS256" };
      return send(response, 200, { keys: [key] });
    }
    if (path === "/oauth2/v2.0/authorize") return authorize(url.searchParams, response);
    if (path === "/oauth2/v2.0/token" && request.method === "POST") {
      await token(new URLSearchParams(await bodyOf(request)), response);
      return;
    }
    send(response, 404, { error: "not_found" });
  }

  function configuration() {
    const at = (path: string) => `${authority}/${tenantId}${path}`;
    return {
      issuer: issuer(),
      authorization_endpoint: at("/oauth2/v2.0/authorize"),
      token_endpoint: at("/oauth2/v2.0/token"),
      jwks_uri: at("/discovery/v2.0/keys"),
      response_types_supported: ["code", "id_token"],
      id_token_signing_alg_values_supported: ["RS256"],
      subject_types_supported: ["pairwise"],
    };
  }

  function authorize(query: URLSearchParams, response: ServerResponse): void {
    const asked = Object.fromEntries(query);
    const redirectUri = asked.redirect_uri ?? "";
    if (
      asked.client_id !== clientId ||
      asked.response_type !== "code" ||
      asked.code_challenge_method !== "S256" ||
      !asked.code_challenge ||
      !asked.scope?.split(" ").includes("openid")
    ) {
      send(response, 400, { error: "invalid_request" });
      return;
    }
    const back = new URL(redirectUri);
    back.searchParams.set("state", asked.state ?? "");
    if (person === null) {
      back.searchParams.set("error", "access_denied");
    } else {
      const code = randomBytes(24).toString("base64url");
      grants.set(code, { person, nonce: asked.nonce ?? "", challenge: asked.code_challenge, redirectUri });
      back.searchParams.set("code", code);
    }
    response.writeHead(302, { location: back.toString() }).end();
  }

  async function token(form: URLSearchParams, response: ServerResponse): Promise<void> {
    const asked = Object.fromEntries(form);
    const grant = grants.get(asked.code ?? "");
    grants.delete(asked.code ?? "");
    const challenge = createHash("sha256")
      .update(asked.code_verifier ?? "")
      .digest("base64url");
    if (asked.client_id !== clientId || asked.client_secret !== clientSecret) {
      return send(response, 401, { error: "invalid_client" });
    }
    if (!grant || challenge !== grant.challenge || asked.redirect_uri !== grant.redirectUri) {
      return send(response, 400, { error: "invalid_grant" });
    }
    const idToken = fault === "no_token" ? undefined : await idTokenFor(grant);
    send(response, 200, {
      token_type: "Bearer",
      expires_in: 3599,
      access_token: "opaque",
      id_token: idToken,
    });
  }

  async function idTokenFor({ person: who, nonce }: Grant): Promise<string> {
    const now = Math.floor(Date.now() / 1000);
    const claims: JWTPayload = {
      ...who,
      ver: "2.0",
      tid: fault === "tenant" ? "00000000-0000-4e3f-8a51-2f9f5d0c7e22" : tenantId,
      sub: `pairwise-${who.oid}`,
      nonce: fault === "nonce" ? "another" : nonce,
      iss: fault === "issuer" ? "https://login.evil.example/v2.0" : issuer(),
      aud: fault === "audience" ? "another-client" : clientId,
      iat: fault === "expired" ? now - 7_200 : now,
      exp: fault === "expired" ? now - 3_600 : now + 3_600,
    };
    if (fault === "unsigned") {
      const part = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");
      return `${part({ alg: "none", typ: "JWT" })}.${part(claims)}.`;
    }
    const key = fault === "signature" ? foreign.privateKey : ours.privateKey;
    return new SignJWT(claims).setProtectedHeader({ alg: "RS256", kid: "k1", typ: "JWT" }).sign(key);
  }

  return {
    authority,
    tenantId,
    clientId,
    clientSecret,
    signsIn: (next) => {
      person = next;
    },
    asked: () => ({ ...asked }),
    breakWith: (next) => {
      fault = next;
    },
    stop: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

function send(response: ServerResponse, status: number, body: object): void {
  response
    .writeHead(status, { "content-type": "application/json", connection: "close" })
    .end(JSON.stringify(body));
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks).toString();
}
