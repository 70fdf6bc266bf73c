import { and, asc, count, desc, eq, inArray, sql } from "drizzle-orm";
import { type Database, inOrg, type Transaction } from "@/db/client";
import {
  connections,
  programSyncs,
  programs,
  psaAgreements,
  psaCompanies,
  sources,
  type TaskKind,
  tasks,
} from "@/db/schema";

export type ConnectionView = Awaited<ReturnType<typeof selectConnections>>[number];
export type SourceView = Awaited<ReturnType<typeof selectSources>>[number];
export type TaskView = Awaited<ReturnType<typeof selectLatestTasks>>[number];

export type Accesses = {
  sources: SourceView[];
  connections: ConnectionView[];
  /** The latest task of a kind about a connection or a source. */
  latestTask: (subjectId: string, kind: TaskKind) => TaskView | null;
};

/** An organisation's access to PRISM and to its PSAs, with the latest tasks; never a sealed key. */
export async function listAccesses(db: Database, { orgId }: { orgId: string }): Promise<Accesses> {
  return inOrg(db, orgId, async (tx) => {
    const [sourceRows, connectionRows] = [await selectSources(tx, orgId), await selectConnections(tx, orgId)];
    const subjects = [...sourceRows, ...connectionRows].map((row) => row.id);
    const latest = subjects.length > 0 ? await selectLatestTasks(tx, orgId, subjects) : [];
    return {
      sources: sourceRows,
      connections: connectionRows,
      latestTask: (subjectId, kind) =>
        latest.find((task) => task.subjectId === subjectId && task.kind === kind) ?? null,
    };
  });
}

async function selectConnections(tx: Transaction, orgId: string) {
  const countOf = (table: typeof psaCompanies | typeof psaAgreements) => {
    const rows = tx
      .select({ total: count() })
      .from(table)
      .where(and(eq(table.orgId, connections.orgId), eq(table.connectionId, connections.id)));
    return sql<number>`(${rows})::int`;
  };
  return tx
    .select({
      id: connections.id,
      kind: connections.kind,
      name: connections.name,
      site: connections.site,
      account: connections.account,
      hint: connections.hint,
      state: connections.state,
      stateReason: connections.stateReason,
      permissions: connections.permissions,
      testedAt: connections.testedAt,
      directoryRefreshedAt: connections.directoryRefreshedAt,
      version: connections.version,
      companies: countOf(psaCompanies),
      agreements: countOf(psaAgreements),
    })
    .from(connections)
    .where(eq(connections.orgId, orgId))
    .orderBy(asc(connections.createdAt), asc(connections.id));
}

async function selectSources(tx: Transaction, orgId: string) {
  const names = tx
    .select({ name: programs.name })
    .from(programs)
    .where(and(eq(programs.orgId, sources.orgId), eq(programs.sourceId, sources.id)))
    .orderBy(programs.name);
  return tx
    .select({
      id: sources.id,
      name: sources.name,
      hint: sources.hint,
      state: sources.state,
      stateReason: sources.stateReason,
      checkedAt: sources.checkedAt,
      version: sources.version,
      programs: sql<string[]>`array(${names})`,
    })
    .from(sources)
    .where(eq(sources.orgId, orgId))
    .orderBy(asc(sources.createdAt), asc(sources.id));
}

async function selectLatestTasks(tx: Transaction, orgId: string, subjectIds: string[]) {
  return tx
    .selectDistinctOn([tasks.subjectId, tasks.kind], {
      subjectId: tasks.subjectId,
      kind: tasks.kind,
      state: tasks.state,
      attempts: tasks.attempts,
      dueAt: tasks.dueAt,
      failure: tasks.failure,
      finishedAt: tasks.finishedAt,
    })
    .from(tasks)
    .where(and(eq(tasks.orgId, orgId), inArray(tasks.subjectId, subjectIds)))
    .orderBy(tasks.subjectId, tasks.kind, desc(tasks.createdAt));
}

/** The programs of an organisation's PRISM accounts that are not yet brought to this connection. */
export async function listProgramChoices(db: Database, of: { orgId: string }) {
  return inOrg(db, of.orgId, (tx) =>
    tx
      .select({
        programId: programs.id,
        programName: programs.name,
        connectionId: connections.id,
        connectionKind: connections.kind,
        connectionName: connections.name,
      })
      .from(programs)
      .innerJoin(connections, eq(connections.orgId, programs.orgId))
      .leftJoin(
        programSyncs,
        and(
          eq(programSyncs.orgId, programs.orgId),
          eq(programSyncs.programId, programs.id),
          eq(programSyncs.connectionId, connections.id),
        ),
      )
      .where(and(eq(programs.orgId, of.orgId), sql`${programSyncs.id} is null`))
      .orderBy(asc(programs.name), asc(connections.name)),
  );
}
