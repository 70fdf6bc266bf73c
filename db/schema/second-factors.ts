import { bigint, pgTable, primaryKey, text, uuid } from "drizzle-orm/pg-core";
import { createdAt, instant } from "./columns";
import { users } from "./users";

/** A person's authenticator app. Asked for at sign-in once it is confirmed. */
export const secondFactors = pgTable("second_factors", {
  userId: uuid("user_id")
    .primaryKey()
    .references(() => users.id, { onDelete: "cascade" }),
  /** The secret as a JWE that only the portal can open (lib/auth/second-factor/secret-box.ts). */
  sealedSecret: text("sealed_secret").notNull(),
  confirmedAt: instant("confirmed_at"),
  /** The half minute of the newest code that was taken; none is taken twice. */
  usedHalfMinute: bigint("used_half_minute", { mode: "number" }).notNull().default(0),
  createdAt: createdAt(),
});

/** For when the app is lost: each signs in once, and is gone then. */
export const recoveryCodes = pgTable(
  "recovery_codes",
  {
    userId: uuid("user_id")
      .notNull()
      .references(() => secondFactors.userId, { onDelete: "cascade" }),
    /** SHA-256. */
    codeHash: text("code_hash").notNull(),
  },
  (t) => [primaryKey({ columns: [t.userId, t.codeHash] })],
);
