import { boolean, index, pgTable, text, uuid } from "drizzle-orm/pg-core";
import { createdAt, instant } from "./columns";

/** A person. Which organisations they may enter stands in members. */
export const users = pgTable("users", {
  id: uuid("id").primaryKey().defaultRandom(),
  /** Lower case. */
  email: text("email").notNull().unique(),
  name: text("name"),
  emailVerifiedAt: instant("email_verified_at"),
  /** "tenant/object" in Microsoft Entra ID, once the person has signed in by it; the address may change there. */
  entraId: text("entra_id").unique(),
  createdAt: createdAt(),
});

export const sessions = pgTable(
  "sessions",
  {
    /** SHA-256 of the cookie's value: a copy of this table signs nobody in. */
    tokenHash: text("token_hash").primaryKey(),
    userId: uuid("user_id")
      .notNull()
      .references(() => users.id, { onDelete: "cascade" }),
    /** Names the session on pages and in the audit, where its token has no place. */
    id: uuid("id").notNull().unique().defaultRandom(),
    /** The organisation that the person is in; null or one that they have left: the first of theirs. */
    enteredOrgId: uuid("entered_org_id"),
    /** What the browser called itself at sign-in; at most 300 characters. */
    userAgent: text("user_agent"),
    /** The link was pressed, and the code of the second factor is still asked for: opens nothing yet. */
    secondFactorDue: boolean("second_factor_due").notNull().default(false),
    /** The end when nothing is asked for; moves on with use. */
    expiresAt: instant("expires_at").notNull(),
    createdAt: createdAt(),
  },
  (t) => [index("sessions_user").on(t.userId)],
);

/** Sign-in links that were sent and not used yet: hashed, single use, short-lived. */
export const signInTokens = pgTable("sign_in_tokens", {
  tokenHash: text("token_hash").primaryKey(),
  email: text("email").notNull(),
  expiresAt: instant("expires_at").notNull(),
  createdAt: createdAt(),
});
