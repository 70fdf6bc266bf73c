import { z } from "zod";

const addresses = z
  .union([z.string(), z.array(z.string())])
  .transform((value) => (typeof value === "string" ? [value] : value));

/** `name@host` or `Name <name@host>`. */
const addressPattern = /^(?:[^<>]*<[^\s<>@]+@[^\s<>@]+>|[^\s<>@]+@[^\s<>@]+)$/;

export const isAddress = (text: string): boolean => addressPattern.test(text.trim());

/** The body of POST /emails, as far as this stand-in looks at it. */
export const emailRequest = z.object({
  from: z.string(),
  to: addresses,
  subject: z.string(),
  html: z.string().optional(),
  text: z.string().optional(),
  cc: addresses.optional(),
  bcc: addresses.optional(),
  reply_to: addresses.optional(),
  headers: z.record(z.string(), z.string()).optional(),
  tags: z.array(z.object({ name: z.string(), value: z.string() })).optional(),
  scheduled_at: z.string().optional(),
});

export type EmailRequest = z.infer<typeof emailRequest>;

/** A mail as the stand-in keeps it and as the control interface shows it. */
export const mail = z.object({
  id: z.string(),
  createdAt: z.string(),
  from: z.string(),
  to: z.array(z.string()),
  cc: z.array(z.string()),
  bcc: z.array(z.string()),
  replyTo: z.array(z.string()),
  subject: z.string(),
  html: z.string().nullable(),
  text: z.string().nullable(),
  headers: z.record(z.string(), z.string()),
  tags: z.array(z.object({ name: z.string(), value: z.string() })),
  idempotencyKey: z.string().nullable(),
  /** Addresses of all links, in the order in which they stand; those of the HTML part where there is one. */
  links: z.array(z.string()),
});

export type Mail = z.infer<typeof mail>;

const entities: Readonly<Record<string, string>> = {
  "&amp;": "&",
  "&quot;": '"',
  "&#39;": "'",
  "&#x27;": "'",
  "&lt;": "<",
  "&gt;": ">",
};

/** Every distinct http(s) address that a mail links to. */
export function linksIn(html: string | null, text: string | null): string[] {
  const hrefs = html
    ? [...html.matchAll(/href\s*=\s*(?:"([^"]*)"|'([^']*)')/gi)].map((match) => match[1] ?? match[2] ?? "")
    : [...(text ?? "").matchAll(/https?:\/\/[^\s<>"]+/g)].map(([address]) => address);
  const decoded = hrefs.map((href) =>
    href.replace(/&(?:amp|quot|#39|#x27|lt|gt);/gi, (found) => entities[found.toLowerCase()] ?? found),
  );
  return [...new Set(decoded.filter((href) => /^https?:\/\//i.test(href)))];
}
