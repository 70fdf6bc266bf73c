import { listDoubtfulMappings } from "@/db/queries/runs/mapped-companies";
import { groupBy } from "@/lib/group-by";
import { findMappingIssues } from "../../plan/around/find-mapping-issues";
import type { ActiveRun } from "../../run/engine";
import { type ItemDraft, itemIdOf } from "../../run/item-draft";

/** One item for each customer whose company is out of use, or of whose name the PSA has another one. */
export async function draftDoubtfulMappings({
  context,
  engine,
}: Pick<ActiveRun, "context" | "engine">): Promise<ItemDraft[]> {
  const { orgId, id: programSyncId, connectionId } = context.programSync;
  const rows = await listDoubtfulMappings(engine.db, { orgId, programSyncId, connectionId });
  return [...groupBy(rows, (row) => row.customerId)].flatMap(([customerId, group]) => {
    const [first] = group;
    if (!first) return [];
    const { customer, id, name, inactive } = first;
    const namesakes = group.flatMap(({ otherId, otherName }) =>
      otherId === null || otherName === null ? [] : [{ id: otherId, name: otherName, inactive: false }],
    );
    const issues = findMappingIssues({ customer, company: { id, name, inactive }, namesakes });
    return issues.length === 0 ? [] : [draftOf(context.run.id, customerId, customer, issues)];
  });
}

/** The customer's subscriptions are synced all the same: the item only says what is doubtful. */
function draftOf(
  runId: string,
  customerId: string,
  customerName: string,
  issues: ItemDraft["issues"],
): ItemDraft {
  const key = `customer:${customerId}`;
  return {
    item: {
      id: itemIdOf(runId, key),
      key,
      subject: "customer",
      customerId,
      customerName,
      title: customerName,
      outcome: "unchanged",
      lineCount: 0,
    },
    issues,
    position: { confirmedThrough: null, confirmed: null, open: false },
    money: [],
  };
}
