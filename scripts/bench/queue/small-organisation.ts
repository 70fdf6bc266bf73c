import { randomUUID } from "node:crypto";
import { eq } from "drizzle-orm";
import { type Database, openDatabase } from "@/db/client";
import { requestRun } from "@/db/commands/runs/request-run";
import {
  contractAgreements,
  customers,
  mappings,
  programSyncs,
  programs,
  type SyncKind,
  sources,
  syncRuns,
} from "@/db/schema";
import { seal } from "@/lib/seal";
import { addConnection } from "../../demo/seed-connections";
import { addMember } from "../../testing/members";
import { benchMonth } from "../sync/bench-month";
import type { BenchOrganisation } from "../sync/organisation";

/** An organisation that bills one customer with ten lines, in the database of the large one. */
export type SmallOrganisation = {
  userId: string;
  /** Asks for a sync as a person would. */
  request: (kind: SyncKind) => Promise<string>;
  close: () => Promise<void>;
};

/** It takes the large one's last customer over: that one does not bill it. */
export async function addSmallOrganisation(large: BenchOrganisation): Promise<SmallOrganisation> {
  const owner = openDatabase(large.database.ownerUrl, { maxConnections: 2 });
  const { db } = owner;
  const member = await addMember(db, {
    organisation: "Small IT",
    email: "anna@small.example",
    role: "admin",
  });
  const { orgId, userId } = member;
  const ids = await fillIn(db, orgId, large);
  return {
    userId,
    request: async (kind) => {
      const asked = { orgId, ...ids, kind, mode: "live", trigger: "schedule", requestedBy: null } as const;
      return (await db.transaction((tx) => requestRun(tx, asked))).runId;
    },
    close: owner.close,
  };
}

async function fillIn(db: Database, orgId: string, { endpoints, secrets, world }: BenchOrganisation) {
  const [sourceId, programId, programSyncId, customerId] = [
    randomUUID(),
    randomUUID(),
    randomUUID(),
    randomUUID(),
  ];
  const [agreement] = world.prism.contractAgreements;
  const customer = world.prism.customers.at(-1);
  const mapping = world.mappings.at(-1);
  if (!agreement || !customer || !mapping) throw new Error("The world has no customer.");
  await db
    .update(mappings)
    .set({ enabled: false })
    .where(eq(mappings.psaAgreementId, String(mapping.agreementId)));
  const { clientId, clientSecret } = endpoints.prism;
  const keys = { clientId, clientSecret };
  const sealedCredentials = await seal(secrets.credentialsPublicKey, { orgId, subject: sourceId }, keys);
  await db
    .insert(sources)
    .values({ orgId, id: sourceId, name: "PRISM", sealedCredentials, hint: clientId.slice(-4) });
  await db.insert(programs).values({ orgId, id: programId, sourceId, name: agreement.programName });
  await db.insert(contractAgreements).values({ orgId, programId, contractAgreementId: agreement.id });
  const connectionId = await db.transaction((tx) =>
    addConnection(tx, "connectwise", { orgId, endpoints, secrets }),
  );
  await db.insert(programSyncs).values({ orgId, id: programSyncId, slug: "small", programId, connectionId });
  await db.insert(customers).values({
    orgId,
    id: customerId,
    programId,
    contractAgreementId: customer.contractAgreementId,
    tenantId: customer.tenantId,
    sourceCustomerId: customer.customerId,
    name: customer.name,
    active: true,
    lastSeenAt: new Date(),
  });
  await db.insert(mappings).values({
    orgId,
    programSyncId,
    customerId,
    psaCompanyId: String(mapping.companyId),
    psaAgreementId: String(mapping.agreementId),
    beginFrom: benchMonth,
  });
  return { programSyncId, connectionId };
}

export type RunTimes = {
  status: string;
  startMs: number | null;
  finishedAt: Date | null;
  progressDone: number;
};

/** How a run stands: `startMs` from the moment it was asked for, by the database's clock. */
export async function readRun(db: Database, runId: string): Promise<RunTimes> {
  const [run] = await db.select().from(syncRuns).where(eq(syncRuns.id, runId));
  if (!run) throw new Error("There is no such run.");
  const { status, startedAt, queuedAt, finishedAt, progressDone } = run;
  return { status, startMs: startedAt && startedAt.getTime() - queuedAt.getTime(), finishedAt, progressDone };
}
