import { randomUUID } from "node:crypto";
import type { SandboxRequest, SandboxResponse } from "../http/service";
import { json } from "./answers";
import type { PrismState } from "./state";

export type Credentials = { clientId: string; clientSecret: string };

export type AccessRules = Credentials & { clock: () => number };

export const sandboxCredentials: Credentials = {
  clientId: "prism-sandbox-client",
  clientSecret: "prism-sandbox-secret",
};

/** The token endpoint: client credentials in a form, answered by a bearer token. */
export function answerToken(state: PrismState, request: SandboxRequest, rules: AccessRules): SandboxResponse {
  if (!(request.headers["content-type"] ?? "").startsWith("application/x-www-form-urlencoded")) {
    return json({ error: "invalid_request" }, 400);
  }
  const form = new URLSearchParams(request.body);
  const known = form.get("client_id") === rules.clientId && form.get("client_secret") === rules.clientSecret;
  if (!known) return json({ error: "invalid_client" }, 400);
  if (form.get("grant_type") !== "client_credentials") return json({ error: "unsupported_grant_type" }, 400);
  if (form.get("scope") !== "rhipeapi") return json({ error: "invalid_scope" }, 400);

  const now = rules.clock();
  const lifetime = state.settings.tokenLifetimeSeconds;
  const token = randomUUID().replaceAll("-", "") + randomUUID().replaceAll("-", "");
  state.tokens = state.tokens.filter((one) => now < one.givenAt + lifetime * 1000);
  state.tokens.push({ token, givenAt: now });
  return json({ access_token: token, expires_in: lifetime, token_type: "Bearer" });
}

export function hasAccess(state: PrismState, request: SandboxRequest, rules: AccessRules): boolean {
  const token = /^Bearer (\S+)$/i.exec(request.headers.authorization ?? "")?.[1];
  const lifetime = state.settings.tokenLifetimeSeconds;
  return state.tokens.some((one) => one.token === token && rules.clock() < one.givenAt + lifetime * 1000);
}
