import {
  beginReading,
  completeReading,
  type Reading,
  recordAgreements,
  recordChoices,
  recordCompanies,
  recordPsaItems,
} from "@/db/commands/directory/record-directory";
import { manyRows, refreshStatistics } from "@/db/commands/source/refresh-statistics";
import { type ClaimedTask, holdTask } from "@/db/commands/tasks/claim-task";
import type { TaskFailure } from "@/db/commands/tasks/settle-task";
import { findTaskConnection } from "@/db/queries/tasks/task-subjects";
import type { PsaAgreement, PsaChoice, PsaCompany, PsaConnector, PsaItem } from "../connectors/psa";
import { openPsa } from "../credentials/open-connectors";
import { holdMs, hooksOf, TaskLost, type TaskTools } from "./task-work";

/**
 * Brings the cached directory of a PSA up to date, page by page. What the PSA no longer names is removed, but only
 * after every list was read to its proven end. Throws ApiError.
 */
export async function refreshDirectory(tools: TaskTools, task: ClaimedTask): Promise<TaskFailure | null> {
  const { db } = tools.database;
  const of = { orgId: task.orgId, id: task.subjectId };
  const connection = await findTaskConnection(db, of);
  if (!connection) return null;
  const { connector, close } = await openPsa(tools.env, connection, hooksOf(tools));
  try {
    const reading = await beginReading(db, { orgId: of.orgId, connectionId: of.id });
    const companies = await readCompanies(tools, task, connector, reading);
    // Every PSA has at least the company that owns it: an empty list is a list that we may not see.
    if (companies === 0)
      return { code: "psa_forbidden", facts: { words: "The list of companies is empty." } };
    await readAgreements(tools, task, connector, reading);
    await readItems(tools, task, connector, reading);
    await recordChoices(db, reading, (await connector.choices()).map(choiceRecord));
    await completeReading(db, reading);
    if (companies >= manyRows) await refreshStatistics(db);
    return null;
  } finally {
    await close();
  }
}

async function readCompanies(
  tools: TaskTools,
  task: ClaimedTask,
  connector: PsaConnector,
  reading: Reading,
): Promise<number> {
  let read = 0;
  for await (const page of connector.companies()) {
    await keep(tools, task);
    await recordCompanies(tools.database.db, reading, page.map(companyRecord));
    read += page.length;
  }
  return read;
}

async function readAgreements(
  tools: TaskTools,
  task: ClaimedTask,
  connector: PsaConnector,
  reading: Reading,
): Promise<void> {
  for await (const page of connector.agreements()) {
    await keep(tools, task);
    await recordAgreements(tools.database.db, reading, page.map(agreementRecord));
  }
}

async function readItems(
  tools: TaskTools,
  task: ClaimedTask,
  connector: PsaConnector,
  reading: Reading,
): Promise<void> {
  for await (const page of connector.items()) {
    await keep(tools, task);
    await recordPsaItems(tools.database.db, reading, page.map(itemRecord));
  }
}

async function keep({ database }: TaskTools, task: ClaimedTask): Promise<void> {
  if (!(await holdTask(database.db, task, holdMs))) throw new TaskLost();
}

function companyRecord(company: PsaCompany) {
  const { id: psaId, identifier, name, website, taxIdentifier, inactive } = company;
  return { psaId, identifier, name, website, taxIdentifier, inactive };
}

function agreementRecord(agreement: PsaAgreement) {
  const { id: psaId, companyId: psaCompanyId, name, status, startDate, endDate } = agreement;
  const { nextInvoiceDate, billed, prorates, oneTime } = agreement;
  return {
    psaId,
    psaCompanyId,
    name,
    status,
    startDate,
    endDate,
    nextInvoiceDate,
    billed,
    prorates,
    oneTime,
  };
}

function itemRecord({ id: psaId, identifier, name, vendorSku, inactive }: PsaItem) {
  return { psaId, identifier, name, vendorSku, inactive };
}

function choiceRecord({ kind, id: psaId, name, inactive }: PsaChoice) {
  return { kind, psaId, name, inactive };
}
