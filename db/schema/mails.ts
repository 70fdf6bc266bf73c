import { sql } from "drizzle-orm";
import {
  foreignKey,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core";
import { createdAt, id, instant, orgId } from "./columns";
import { organisations } from "./organisations";

export const mailPurposes = ["failure", "recovery", "review", "connection", "sign_in", "invitation"] as const;
export type MailPurpose = (typeof mailPurposes)[number];

/** parked: given up, and shown to people; dropped: a person is done with a parked one. */
export const mailStates = ["due", "accepted", "parked", "dropped"] as const;

/** `stopUrl`: where its reader stops such mails. `at`: the first try, as an ISO instant; the provider remembers the key for 24 hours from then. */
export type FrozenMail = { subject: string; html: string; text: string; stopUrl?: string; at: string };

/**
 * One mail, accepted by the mail service exactly once. Its words are rendered at the first try and then frozen,
 * so that every try sends the same body under the same idempotency key.
 */
export const mails = pgTable(
  "mails",
  {
    orgId: orgId(),
    id: id(),
    purpose: text("purpose", { enum: mailPurposes }).notNull(),
    /** The run or other cause that the mail is about: one mail per cause and purpose. */
    causeId: uuid("cause_id").notNull(),
    recipients: text("recipients").array().notNull(),
    /** What the template needs; no secrets. */
    facts: jsonb("facts").$type<Record<string, unknown>>().notNull(),
    /** The token of a sign-in link or an invitation as a JWE that only the worker can open. */
    sealedToken: text("sealed_token"),
    frozen: jsonb("frozen").$type<FrozenMail>(),
    state: text("state", { enum: mailStates }).notNull().default("due"),
    attempts: integer("attempts").notNull().default(0),
    dueAt: instant("due_at").notNull().default(sql`now()`),
    acceptedAt: instant("accepted_at"),
    providerId: text("provider_id"),
    lastError: text("last_error"),
    createdAt: createdAt(),
  },
  (t) => [
    primaryKey({ columns: [t.orgId, t.id] }),
    uniqueIndex("mails_once").on(t.orgId, t.causeId, t.purpose),
    index("mails_due").on(t.dueAt).where(sql`state = 'due'`),
    index("mails_parked").on(t.orgId, t.createdAt, t.id).where(sql`state = 'parked'`),
    foreignKey({ columns: [t.orgId], foreignColumns: [organisations.id] }),
  ],
);
