import type { ReactNode } from "react";
import { ActionForm } from "@/app/(portal)/runs/[runId]/action-forms";
import { approvePlan, withdrawPlan } from "@/app/(portal)/runs/[runId]/plan/actions";
import { planMoney } from "@/app/(portal)/runs/[runId]/plan/plan-words";
import type { LineView } from "@/app/(portal)/runs/[runId]/run-view";
import { TextLink } from "@/components/ui/text-link";
import type { RunItemRow } from "@/db/queries/portal/list-run-items";
import { countPlanLines, type LineApproval, type Plan } from "@/db/queries/portal/plans/get-plan";
import { countOf } from "@/lib/format/number";
import { links } from "@/lib/links";

type OfCustomer = { view: LineView; customerId: string | null };

/** What a customer's lines come to, and the approval of all of them. */
export function PlanOfCustomer({ view, customerId }: OfCustomer): ReactNode {
  const { plan } = view;
  const sums = (customerId && plan?.ofCustomer.get(customerId)) || [];
  const { lines, approved, waiting } = countPlanLines(sums);
  if (!plan || !customerId || lines === 0) return null;
  const fields = { runId: view.runId, version: String(plan.version), customerId };
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-1.5">
      <span className="text-soft">{planMoney(sums).join(" · ")}</span>
      {mayChange(view, plan) && approved < lines ? (
        <ActionForm
          action={approvePlan}
          fields={fields}
          label={`Approve ${countOf(lines - approved, "line")}`}
        />
      ) : null}
      {mayChange(view, plan) && waiting > 1 ? (
        <ActionForm action={withdrawPlan} fields={fields} label={`Take back ${waiting}`} variant="quiet" />
      ) : null}
    </div>
  );
}

/** Whether the change of a line is approved, and the button for it; nothing where nothing would be written. */
export function planOfLine(view: LineView, item: Pick<RunItemRow, "id" | "key">): ReactNode {
  const { plan, runId } = view;
  if (!plan?.changing.has(item.key)) return null;
  const fields = { runId, version: String(plan.version), itemId: item.id };
  const approval = plan.approvals.get(item.key);
  if (!approval) {
    return mayChange(view, plan) ? <ActionForm action={approvePlan} fields={fields} label="Approve" /> : null;
  }
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-1.5">
      <Approved approval={approval} />
      {mayChange(view, plan) && approval.appliedIn === null ? (
        <ActionForm action={withdrawPlan} fields={fields} label="Take back" variant="quiet" />
      ) : null}
    </div>
  );
}

function Approved({ approval: { approvedBy, appliedIn } }: { approval: LineApproval }) {
  const by = `Approved by ${approvedBy ?? "a member"}`;
  if (appliedIn === null) return <span className="font-medium text-ok">{by}.</span>;
  return (
    <span className="text-soft">
      {by}, and given to a sync. <TextLink href={links.run(appliedIn)}>See that sync</TextLink>
    </span>
  );
}

function mayChange(view: LineView, plan: Plan): boolean {
  return view.canApprove === true && !plan.tooOld;
}
