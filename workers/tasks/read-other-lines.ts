import { beginReading } from "@/db/commands/directory/record-directory";
import { endOtherLines, recordOtherLines } from "@/db/commands/directory/record-other-lines";
import { type ClaimedTask, holdTask } from "@/db/commands/tasks/claim-task";
import type { TaskFailure } from "@/db/commands/tasks/settle-task";
import { listHeldProducts, listMappedAgreementIds } from "@/db/queries/tasks/held-products";
import { findTaskConnection } from "@/db/queries/tasks/task-subjects";
import { ApiError } from "@/lib/errors";
import { groupBy } from "@/lib/group-by";
import { likelyTwin } from "@/lib/matching/likely-twin";
import type { PsaAgreement, PsaConnector } from "../connectors/psa";
import { openPsa } from "../credentials/open-connectors";
import { type RecurringLine, recurringLine, recurringService } from "./recurring-line";
import { holdMs, hooksOf, TaskLost, type TaskTools } from "./task-work";

/** So many agreements are read and recorded at a time. */
const agreementsAtOnce = 50;

/**
 * Reads what recurs on every mapped agreement of a connection, and beside each line the subscription that it probably bills
 * as well. What is not there any more is forgotten, once all were read. Throws ApiError.
 */
export async function readOtherLines(tools: TaskTools, task: ClaimedTask): Promise<TaskFailure | null> {
  const { db } = tools.database;
  const connection = await findTaskConnection(db, { orgId: task.orgId, id: task.subjectId });
  if (!connection) return null;
  const { connector, close } = await openPsa(tools.env, connection, hooksOf(tools));
  try {
    const of = { orgId: task.orgId, connectionId: task.subjectId };
    const reading = await beginReading(db, of);
    const today = reading.begunAt.toISOString().slice(0, 10);
    const mapped = await readMapped(connector, new Set(await listMappedAgreementIds(db, of)));
    for (let start = 0; start < mapped.length; start += agreementsAtOnce) {
      if (!(await holdTask(db, task, holdMs))) throw new TaskLost();
      const agreements = mapped.slice(start, start + agreementsAtOnce);
      const lines = await readLines(connector, agreements, today);
      const held = await listHeldProducts(db, { ...of, psaAgreementIds: agreements.map(({ id }) => id) });
      const byAgreement = groupBy(held, (one) => one.psaAgreementId);
      await recordOtherLines(db, reading, lines, (line, sku) =>
        likelyTwin(
          { name: line.name, sku, quantity: line.quantity },
          byAgreement.get(line.psaAgreementId) ?? [],
        ),
      );
    }
    await endOtherLines(db, reading);
    return null;
  } finally {
    await close();
  }
}

async function readMapped(psa: PsaConnector, wanted: ReadonlySet<string>): Promise<PsaAgreement[]> {
  const found: PsaAgreement[] = [];
  for await (const page of psa.agreements()) found.push(...page.filter(({ id }) => wanted.has(id)));
  return found;
}

async function readLines(
  psa: PsaConnector,
  agreements: PsaAgreement[],
  today: string,
): Promise<RecurringLine[]> {
  if (psa.kind === "autotask") {
    const read = await psa.servicesOfAll(agreements);
    return read.flatMap((one) => {
      if (one instanceof ApiError) throw one;
      return one.services.flatMap((service) => recurringService(service, one.agreement, today));
    });
  }
  const lines: RecurringLine[] = [];
  for (const agreement of agreements) {
    for (const line of await psa.lines(agreement.id)) lines.push(...recurringLine(line, agreement, today));
  }
  return lines;
}
