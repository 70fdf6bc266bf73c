import type { LineAction, SubscriptionPlan } from "../types";

/** Actions as short texts, so that a table of decisions can be read: "create 2026-10-01..open 10", "line-1: to 2026-10-14". */
export function describeActions({ actions }: Pick<SubscriptionPlan, "actions">): string[] {
  return actions.map(describeAction);
}

function describeAction(action: LineAction): string {
  if (action.kind === "create") {
    const { from, to, quantity } = action.line;
    return `create ${from}..${to ?? "open"} ${quantity}`;
  }
  const { from, to, quantity, unitCost, unitPrice } = action.change;
  const parts = [
    from !== undefined && `from ${from}`,
    to !== undefined && `to ${to ?? "open"}`,
    quantity !== undefined && `quantity ${quantity}`,
    unitCost !== undefined && `cost ${unitCost}`,
    unitPrice !== undefined && `price ${unitPrice}`,
  ];
  return `${action.current.id}: ${parts.filter(Boolean).join(", ")}`;
}
