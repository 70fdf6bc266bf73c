import { foreignKey, integer, jsonb, pgTable, primaryKey, text } from "drizzle-orm/pg-core";
import { createdAt, id, instant, orgId, version } from "./columns";
import { organisations } from "./organisations";
import { accessStates } from "./sources";

export const psaKinds = ["connectwise", "autotask"] as const;
export type PsaKind = (typeof psaKinds)[number];

export type PermissionResult = { name: string; granted: boolean; words: string | null };

/** The organisation's access to one PSA. */
export const connections = pgTable(
  "connections",
  {
    orgId: orgId(),
    id: id(),
    kind: text("kind", { enum: psaKinds }).notNull(),
    name: text("name").notNull(),
    /** ConnectWise: the site's host, e.g. api-na.myconnectwise.net. A sandbox is an origin with its port. */
    site: text("site").notNull(),
    /** ConnectWise: the company id one signs in with. */
    account: text("account").notNull(),
    /** JWE that only the worker can open. */
    sealedCredentials: text("sealed_credentials").notNull(),
    hint: text("hint").notNull(),
    state: text("state", { enum: accessStates }).notNull().default("needs_attention"),
    stateReason: text("state_reason"),
    permissions: jsonb("permissions").$type<PermissionResult[]>(),
    testedAt: instant("tested_at"),
    /** Runs in a row that the PSA has left without an answer. */
    unanswered: integer("unanswered").notNull().default(0),
    /** Until when a PSA that does not answer is left alone; null: it answers, or failed too seldom. */
    restsUntil: instant("rests_until"),
    directoryRefreshedAt: instant("directory_refreshed_at"),
    version: version(),
    createdAt: createdAt(),
  },
  (t) => [
    primaryKey({ columns: [t.orgId, t.id] }),
    foreignKey({ columns: [t.orgId], foreignColumns: [organisations.id] }),
  ],
);
