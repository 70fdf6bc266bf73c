import { sql } from "drizzle-orm";
import { foreignKey, index, pgTable, primaryKey, text, uniqueIndex, uuid } from "drizzle-orm/pg-core";
import { createdAt, id, instant, orgId } from "./columns";
import { roles } from "./members";
import { organisations } from "./organisations";

/** An address that was asked to become a member. At most one is open per address; a new one takes the old one's place. */
export const invitations = pgTable(
  "invitations",
  {
    orgId: orgId(),
    id: id(),
    /** Lower case. */
    email: text("email").notNull(),
    role: text("role", { enum: roles }).notNull(),
    /** SHA-256 of the link's token. */
    tokenHash: text("token_hash").notNull(),
    invitedBy: uuid("invited_by").notNull(),
    expiresAt: instant("expires_at").notNull(),
    /** When it was accepted, or withdrawn or replaced: open while null. */
    closedAt: instant("closed_at"),
    createdAt: createdAt(),
  },
  (t) => [
    primaryKey({ columns: [t.orgId, t.id] }),
    uniqueIndex("invitations_open").on(t.orgId, t.email).where(sql`closed_at is null`),
    index("invitations_email").on(t.email).where(sql`closed_at is null`),
    foreignKey({ columns: [t.orgId], foreignColumns: [organisations.id] }),
  ],
);
