import { createHash, randomUUID } from "node:crypto";
import { z } from "zod";
import type { SandboxRequest, SandboxResponse, Service } from "../http/service";
import { linksIn, type Mail, mail } from "./mail";
import { listPage, mailPage, missingPage } from "./pages";
import { readEmail } from "./read-email";
import { refusal } from "./refusal";

const HOUR = 60 * 60 * 1000;
/** How long a key is remembered. */
const keyLifetimeMs = 24 * HOUR;
const longestKey = 256;

export const mailApiKey = "re_sandbox_0000000000000000";

const keyUse = z.object({ mailId: z.string(), fingerprint: z.string(), usedAt: z.number() });
const stateShape = z.object({ mails: z.array(mail), keys: z.array(z.tuple([z.string(), keyUse])) });

export type MailService = Service & {
  /** Newest last. */
  mails(): Mail[];
};

/** A mail service with Resend's wire format that delivers to nobody: its own pages show what it received. */
export function createMailService({ now = () => new Date() }: { now?: () => Date } = {}): MailService {
  const mails = new Map<string, Mail>();
  const keys = new Map<string, z.infer<typeof keyUse>>();

  function accept(request: SandboxRequest): SandboxResponse {
    const key = request.headers["idempotency-key"]?.toString();
    if (key !== undefined && (key === "" || key.length > longestKey))
      return refusal(400, "invalid_idempotency_key", "The key must be between 1-256 chars.");
    const read = readEmail(request.body);
    if ("status" in read) return read;
    const fingerprint = createHash("sha256").update(canonical(read.email)).digest("hex");
    const earlier = key === undefined ? undefined : keys.get(key);
    if (earlier && now().getTime() - earlier.usedAt < keyLifetimeMs) {
      if (earlier.fingerprint === fingerprint) return { status: 200, body: { id: earlier.mailId } };
      const message = "Same idempotency key used with a different request payload.";
      return refusal(409, "invalid_idempotent_request", message);
    }
    const { reply_to: replyTo, scheduled_at: _, ...email } = read.email;
    const received: Mail = {
      ...email,
      id: randomUUID(),
      createdAt: now().toISOString(),
      cc: email.cc ?? [],
      bcc: email.bcc ?? [],
      replyTo: replyTo ?? [],
      html: email.html ?? null,
      text: email.text ?? null,
      headers: email.headers ?? {},
      tags: email.tags ?? [],
      idempotencyKey: key ?? null,
      links: linksIn(email.html ?? null, email.text ?? null),
    };
    mails.set(received.id, received);
    if (key !== undefined) keys.set(key, { mailId: received.id, fingerprint, usedAt: now().getTime() });
    return { status: 200, body: { id: received.id }, written: received };
  }

  function handle(request: SandboxRequest): SandboxResponse {
    const page = /^\/mails\/([^/]+)$/.exec(request.path);
    if (request.method === "GET" && request.path === "/") return listPage([...mails.values()].reverse());
    if (request.method === "GET" && page) {
      const found = mails.get(page[1] ?? "");
      return found ? mailPage(found) : missingPage();
    }
    if (!/^\/emails(\/|$)/.test(request.path))
      return refusal(404, "not_found", "The requested endpoint does not exist.");
    const unknown = refuseKey(request);
    if (unknown) return unknown;
    const [, one] = /^\/emails\/([^/]+)$/.exec(request.path) ?? [];
    if (request.path === "/emails" && request.method === "POST") return accept(request);
    if (one !== undefined && request.method === "GET") {
      const found = mails.get(one);
      return found ? { status: 200, body: toWire(found) } : refusal(404, "not_found", "Email not found");
    }
    return refusal(405, "method_not_allowed", "Method is not allowed for the requested path.");
  }

  return {
    name: "mail",
    handle,
    mails: () => [...mails.values()],
    snapshot: () => ({ mails: [...mails.values()], keys: [...keys] }),
    restore(state) {
      const read = stateShape.parse(state);
      mails.clear();
      keys.clear();
      for (const one of read.mails) mails.set(one.id, one);
      for (const [key, use] of read.keys) keys.set(key, use);
    },
  };
}

function refuseKey({ headers }: SandboxRequest): SandboxResponse | null {
  const bearer = /^Bearer\s+(\S+)$/i.exec(headers.authorization ?? "");
  if (!bearer) return refusal(401, "missing_api_key", "Missing API key in the authorization header.");
  return bearer[1] === mailApiKey ? null : refusal(403, "invalid_api_key", "API key is invalid.");
}

/** The same text for the same values, whatever the order of members. */
function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value) ?? "null";
  const members = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${members.map(([name, member]) => `${JSON.stringify(name)}:${canonical(member)}`).join(",")}}`;
}

function toWire(found: Mail): object {
  const orNull = (list: string[]) => (list.length > 0 ? list : null);
  return {
    object: "email",
    id: found.id,
    message_id: `<${found.id}@sandbox.invalid>`,
    to: found.to,
    from: found.from,
    created_at: found.createdAt,
    subject: found.subject,
    html: found.html,
    text: found.text,
    bcc: orNull(found.bcc),
    cc: orNull(found.cc),
    reply_to: orNull(found.replyTo),
    last_event: "delivered",
    scheduled_at: null,
    tags: found.tags,
  };
}
