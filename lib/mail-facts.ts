import { z } from "zod";

/** What each mail's template needs to know; kept with the mail as JSON. No secrets. */

const isoDate = z.string().regex(/^\d{4}-\d\d-\d\d$/);

/** One cause among a run's issues: the code and facts of its first occurrence, and how many there are. */
export const mailCause = z.object({
  code: z.string(),
  facts: z.record(z.string(), z.string()),
  count: z.number().int().positive(),
  /** The item that the link opens; null: the run itself. */
  itemId: z.uuid().nullable(),
  customerName: z.string().nullable(),
  /** The product or subscription in words. */
  title: z.string().nullable(),
});
export type MailCause = z.infer<typeof mailCause>;

const runFacts = z.object({
  programName: z.string(),
  psaName: z.string(),
  programSlug: z.string(),
  kind: z.enum(["customers", "products"]),
  /** Usage period of the newest invoice that the run dealt with; null for products. */
  period: z.object({ start: isoDate, end: isoDate }).nullable(),
  /** Of the amounts in the causes' facts, where one is named (ISO 4217). */
  currency: z.string().nullable().default(null),
  runId: z.uuid(),
});
export type RunFacts = z.infer<typeof runFacts>;

export const failureFacts = runFacts.extend({
  /** Items that failed or whose outcome is unknown; 0 when the run itself could not do its work. */
  failed: z.number().int().nonnegative(),
  /** The first five. */
  causes: z.array(mailCause).max(5),
  /** Causes that the mail does not name. */
  more: z.number().int().nonnegative(),
  /** When the first run of this row of failures ended; null for the first. */
  stillFailingSince: z.iso.datetime({ offset: true }).nullable(),
});
export type FailureFacts = z.infer<typeof failureFacts>;

export const recoveryFacts = runFacts.extend({ failingSince: z.iso.datetime({ offset: true }) });
export type RecoveryFacts = z.infer<typeof recoveryFacts>;

export const reviewFacts = runFacts.extend({
  /** Items that wait for a person. */
  held: z.number().int().nonnegative(),
  causes: z.array(mailCause).max(5),
  more: z.number().int().nonnegative(),
});
export type ReviewFacts = z.infer<typeof reviewFacts>;

export const connectionFacts = z.object({
  connectionName: z.string(),
  psaName: z.string(),
  /** The issue code, e.g. psa_unauthorised. */
  code: z.string(),
  /** The run that found it; null when a test did. */
  runId: z.uuid().nullable(),
  connectionId: z.uuid(),
});
export type ConnectionFacts = z.infer<typeof connectionFacts>;

export const signInFacts = z.object({ email: z.string(), callbackPath: z.string().nullable() });
export type SignInFacts = z.infer<typeof signInFacts>;

export const invitationFacts = z.object({
  invitationId: z.uuid(),
  orgId: z.uuid(),
  email: z.string(),
  role: z.enum(["viewer", "operator", "admin"]),
  /** Address of the admin who invites. */
  invitedBy: z.string(),
});
export type InvitationFacts = z.infer<typeof invitationFacts>;

/** The facts of each purpose that can be sent. */
export const mailFacts = {
  failure: failureFacts,
  recovery: recoveryFacts,
  review: reviewFacts,
  connection: connectionFacts,
  sign_in: signInFacts,
  invitation: invitationFacts,
} as const;

/** As they are handed in; a field with a default may be left out. */
export type MailFacts = { [P in keyof typeof mailFacts]: z.input<(typeof mailFacts)[P]> };
