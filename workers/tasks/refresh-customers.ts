import { recordPrograms } from "@/db/commands/source/record-programs";
import { recordCustomerDetails } from "@/db/commands/source/record-tenants";
import { manyRows, refreshStatistics } from "@/db/commands/source/refresh-statistics";
import type { ClaimedTask } from "@/db/commands/tasks/claim-task";
import type { TaskFailure } from "@/db/commands/tasks/settle-task";
import { findTaskSource } from "@/db/queries/tasks/task-subjects";
import { groupBy } from "@/lib/group-by";
import type { SourceCustomer } from "../connectors/source";
import { openSource } from "../credentials/open-connectors";
import { hooksOf, type TaskTools } from "./task-work";

/**
 * Fetches the customers of a PRISM account: which programs there are, and of each customer what matches it to a PSA
 * company. A customer that is not named any more stays as it was known. Throws ApiError.
 */
export async function refreshCustomers(tools: TaskTools, task: ClaimedTask): Promise<TaskFailure | null> {
  const { db } = tools.database;
  const source = await findTaskSource(db, { orgId: task.orgId, id: task.subjectId });
  if (!source) return null;
  const { connector, close } = await openSource(tools.env, source, hooksOf(tools));
  const customers = await connector.customers().finally(close);
  const byProgram = groupBy(customers, (customer) => customer.programName);
  const of = { orgId: task.orgId, sourceId: task.subjectId };
  const programIds = await recordPrograms(db, of, [...byProgram.keys()]);
  for (const [name, ofProgram] of byProgram) {
    const programId = programIds.get(name);
    if (!programId) continue;
    const tenants = new Map(ofProgram.map((one) => [`${one.contractAgreementId}\n${one.tenantId}`, one]));
    await recordCustomerDetails(db, { orgId: task.orgId, programId }, [...tenants.values()].map(detailsOf));
  }
  if (customers.length >= manyRows) await refreshStatistics(db);
  return null;
}

function detailsOf(customer: SourceCustomer) {
  const { tenantId, contractAgreementId, name, registrationNumber, website, active } = customer;
  const sourceCustomerId = customer.customerId;
  return { tenantId, contractAgreementId, sourceCustomerId, name, registrationNumber, website, active };
}
