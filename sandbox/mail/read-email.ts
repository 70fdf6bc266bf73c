import type { SandboxResponse } from "../http/service";
import { type EmailRequest, emailRequest, isAddress } from "./mail";
import { refusal } from "./refusal";

const mostRecipients = 50;

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const invalid = (message: string) => refusal(422, "validation_error", message);

const isAbsent = (value: unknown) =>
  value === undefined || value === null || value === "" || (Array.isArray(value) && value.length === 0);

/** The mail that a body asks to send, or the refusal that Resend would answer. */
export function readEmail(body: string): { email: EmailRequest } | SandboxResponse {
  const json = parseJson(body);
  if (typeof json !== "object" || json === null || Array.isArray(json))
    return refusal(400, "validation_error", "The request body is not a JSON object.");
  for (const field of ["from", "to", "subject"])
    if (isAbsent(Reflect.get(json, field)))
      return refusal(422, "missing_required_field", `Missing \`${field}\` field.`);
  const given = Object.fromEntries(Object.entries(json).filter(([, value]) => value !== null));
  const read = emailRequest.safeParse(given);
  if (!read.success) {
    const [issue] = read.error.issues;
    return invalid(`Invalid \`${issue?.path.join(".") ?? "body"}\` field. ${issue?.message ?? ""}`.trim());
  }
  const email = read.data;
  if (isAbsent(email.html) && isAbsent(email.text)) return invalid("Missing `html` or `text` field.");
  const format =
    "The email address needs to follow the `email@example.com` or `Name <email@example.com>` format.";
  if (!isAddress(email.from)) return invalid(`Invalid \`from\` field. ${format}`);
  for (const field of ["to", "cc", "bcc", "reply_to"] as const) {
    const listed = email[field] ?? [];
    if (!listed.every(isAddress)) return invalid(`Invalid \`${field}\` field. ${format}`);
    if (listed.length > mostRecipients)
      return invalid(`The \`${field}\` field has more than ${mostRecipients} addresses.`);
  }
  return { email };
}
