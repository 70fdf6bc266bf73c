import { foreignKey, pgTable, primaryKey, text, unique, uuid } from "drizzle-orm/pg-core";
import { createdAt, id, orgId } from "./columns";
import { sources } from "./sources";

/** A vendor program in PRISM, told by the name that PRISM gives it. */
export const programs = pgTable(
  "programs",
  {
    orgId: orgId(),
    id: id(),
    sourceId: uuid("source_id").notNull(),
    name: text("name").notNull(),
    createdAt: createdAt(),
  },
  (t) => [
    primaryKey({ columns: [t.orgId, t.id] }),
    foreignKey({ columns: [t.orgId, t.sourceId], foreignColumns: [sources.orgId, sources.id] }),
    unique("programs_name").on(t.orgId, t.sourceId, t.name),
  ],
);

/** Under which contract agreements the partner buys in a program; each is invoiced by itself. */
export const contractAgreements = pgTable(
  "contract_agreements",
  {
    orgId: orgId(),
    programId: uuid("program_id").notNull(),
    contractAgreementId: text("contract_agreement_id").notNull(),
    createdAt: createdAt(),
  },
  (t) => [
    primaryKey({ columns: [t.orgId, t.programId, t.contractAgreementId] }),
    foreignKey({ columns: [t.orgId, t.programId], foreignColumns: [programs.orgId, programs.id] }),
  ],
);
