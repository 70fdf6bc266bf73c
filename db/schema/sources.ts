import { foreignKey, pgTable, primaryKey, text } from "drizzle-orm/pg-core";
import { createdAt, id, instant, orgId, version } from "./columns";
import { organisations } from "./organisations";

export const accessStates = ["healthy", "needs_attention", "paused"] as const;
export type AccessState = (typeof accessStates)[number];

/** The organisation's PRISM account. */
export const sources = pgTable(
  "sources",
  {
    orgId: orgId(),
    id: id(),
    name: text("name").notNull(),
    /** JWE that only the worker can open: {clientId, clientSecret}. */
    sealedCredentials: text("sealed_credentials").notNull(),
    /** Last four characters of the client id, to recognise it by. */
    hint: text("hint").notNull(),
    state: text("state", { enum: accessStates }).notNull().default("healthy"),
    stateReason: text("state_reason"),
    checkedAt: instant("checked_at"),
    version: version(),
    createdAt: createdAt(),
  },
  (t) => [
    primaryKey({ columns: [t.orgId, t.id] }),
    foreignKey({ columns: [t.orgId], foreignColumns: [organisations.id] }),
  ],
);
