import { z } from "zod";
import { callControl } from "../../months/control-call";
import type { SeenCall, SeenMail } from "../checker/seen";

const mails = z.array(
  z.looseObject({
    to: z.array(z.string()),
    subject: z.string(),
    html: z.string().nullable(),
    text: z.string().nullable(),
    idempotencyKey: z.string().nullable(),
  }),
);

const calls = z.array(
  z.looseObject({ service: z.string(), method: z.string(), path: z.string(), calls: z.int() }),
);

/** Every mail that the mail service has accepted, oldest first. */
export async function readMailbox(control: string): Promise<SeenMail[]> {
  return mails.parse(await callControl(control, "GET", "/mails")).map((mail) => ({
    to: mail.to,
    subject: mail.subject,
    idempotencyKey: mail.idempotencyKey,
    body: `${mail.html}\n${mail.text}`,
  }));
}

/** Calls of every service since its counter began. */
export async function readCalls(control: string): Promise<SeenCall[]> {
  return calls
    .parse(await callControl(control, "GET", "/calls"))
    .map(({ service, method, path, calls: count }) => ({ service, method, path, calls: count }));
}
