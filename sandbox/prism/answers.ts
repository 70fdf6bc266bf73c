import type { SandboxResponse } from "../http/service";
import { writeJson } from "./json";

const jsonHeaders = { "content-type": "application/json; charset=utf-8" };

export function json(body: unknown, status = 200): SandboxResponse {
  return { status, headers: jsonHeaders, body: writeJson(body) };
}

export function notFound(what: string): SandboxResponse {
  return json({ Message: `${what} was not found.` }, 404);
}

export function badRequest(message: string): SandboxResponse {
  return json({ Message: message }, 400);
}

export function denied(): SandboxResponse {
  const answer = json({ Message: "Authorization has been denied for this request." }, 401);
  return { ...answer, headers: { ...jsonHeaders, "www-authenticate": "Bearer" } };
}

export function wrongMethod(method: string): SandboxResponse {
  return json({ Message: `The requested resource does not support http method '${method}'.` }, 405);
}
