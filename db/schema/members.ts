import { foreignKey, index, pgTable, primaryKey, text, uuid } from "drizzle-orm/pg-core";
import { createdAt, orgId } from "./columns";
import { organisations } from "./organisations";
import { users } from "./users";

export const roles = ["viewer", "operator", "admin"] as const;
export type Role = (typeof roles)[number];

/** A person of an organisation. */
export const members = pgTable(
  "members",
  {
    orgId: orgId(),
    userId: uuid("user_id").notNull(),
    role: text("role", { enum: roles }).notNull(),
    createdAt: createdAt(),
  },
  (t) => [
    primaryKey({ columns: [t.orgId, t.userId] }),
    index("members_user").on(t.userId),
    foreignKey({ columns: [t.orgId], foreignColumns: [organisations.id] }),
    foreignKey({ columns: [t.userId], foreignColumns: [users.id] }).onDelete("cascade"),
  ],
);
