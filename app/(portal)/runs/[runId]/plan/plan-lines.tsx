import type { ReactNode } from "react";
import { ActionForm } from "@/app/(portal)/runs/[runId]/action-forms";
import { approvePlan, withdrawPlan } from "@/app/(portal)/runs/[runId]/plan/actions";
import { askedWords } from "@/app/(portal)/runs/[runId]/plan/asked-words";
import { planMoney } from "@/app/(portal)/runs/[runId]/plan/plan-words";
import type { LineView } from "@/app/(portal)/runs/[runId]/run-view";
import { TextLink } from "@/components/ui/text-link";
import type { RunItemRow } from "@/db/queries/portal/list-run-items";
import { countPlanLines, type LineApproval, type Plan } from "@/db/queries/portal/plans/get-plan";
import { cameFrom } from "@/lib/came-from";
import { countOf } from "@/lib/format/number";
import { links } from "@/lib/links";

type OfCustomer = { view: LineView; item: Pick<RunItemRow, "customerId" | "customerName"> | undefined };

/** What a customer's lines come to, and the approval of all of them. */
export function PlanOfCustomer({ view, item }: OfCustomer): ReactNode {
  const { plan } = view;
  const { customerId = null, customerName = null } = item ?? {};
  const about = customerName === null ? {} : { about: `of ${customerName}` };
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
          {...about}
        />
      ) : null}
      {mayChange(view, plan) && waiting > 1 ? (
        <ActionForm
          action={withdrawPlan}
          fields={fields}
          label={`Take back ${waiting}`}
          {...about}
          variant="quiet"
        />
      ) : null}
    </div>
  );
}

type PlanItem = Pick<RunItemRow, "id" | "key" | "outcome" | "issues" | "productId" | "title">;

/** What is done with a line of a preview, and where that takes words, those. */
export type LinePlan = { action: ReactNode; words: ReactNode };

/** Whether the change of a line is approved, and the button for it; nothing where nothing would be written. */
export function planOfLine(view: LineView, item: PlanItem): LinePlan {
  const { plan, runId } = view;
  const change = plan?.changing.get(item.key);
  if (!plan || !change) return { action: null, words: elsewhere(view, item) };
  const fields = { runId, version: String(plan.version), itemId: item.id };
  const approval = plan.approvals.get(item.key);
  if (approval)
    return { action: <Approved {...{ view, plan, approval, fields }} about={item.title} />, words: null };
  if (!mayChange(view, plan)) return { action: null, words: null };
  return change.asks
    ? { action: null, words: <AskedLine fields={fields} item={item} /> }
    : {
        action: <ActionForm action={approvePlan} fields={fields} label="Approve" about={item.title} />,
        words: null,
      };
}

type LineFields = Record<"runId" | "version" | "itemId", string>;

function AskedLine({ fields, item }: { fields: LineFields; item: PlanItem }) {
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-1.5">
      <ActionForm action={approvePlan} fields={fields} label={askedWords(item.issues)} about={item.title} />
      <span className="text-soft">It waits for your yes: no other button here approves it.</span>
    </div>
  );
}

const productChoices = ["psa_duplicate_name", "source_product_ambiguous"];

/** What takes more than a yes, such as a choice between lines or items, is decided in another place: where, in words. */
function elsewhere({ plan, programSlug, runId }: LineView, item: PlanItem): ReactNode {
  const { id, outcome, issues, productId } = item;
  if (plan && productId && issues.some(({ code }) => productChoices.includes(code))) {
    return (
      <Elsewhere>
        Choose its item on{" "}
        <TextLink href={links.product(programSlug, productId, { from: cameFrom(runId, id) })}>
          the product’s page
        </TextLink>
        , and make a new preview.
      </Elsewhere>
    );
  }
  if (!plan || outcome !== "held") return null;
  return issues.some(({ code }) => code === "existing_line") ? (
    <Elsewhere>
      Lines that something else has left are adopted or ended under{" "}
      <TextLink href={links.cutOver(programSlug)}>Cut over</TextLink>, once a sync has found them.
    </Elsewhere>
  ) : (
    <Elsewhere>
      Once a sync has come upon it, it is decided in the <TextLink href={links.inbox()}>inbox</TextLink>.
    </Elsewhere>
  );
}

function Elsewhere({ children }: { children: ReactNode }) {
  return <p className="text-soft">This takes more than an approval. {children}</p>;
}

type ApprovedProps = {
  view: LineView;
  plan: Plan;
  approval: LineApproval;
  fields: LineFields;
  about: string;
};

function Approved({ view, plan, approval: { approvedBy, appliedIn }, fields, about }: ApprovedProps) {
  const by = `Approved by ${approvedBy ?? "a member"}`;
  if (appliedIn !== null)
    return (
      <span className="text-sm text-soft">
        {by}, and given to a sync. <TextLink href={links.run(appliedIn)}>See that sync</TextLink>
      </span>
    );
  return (
    <div className="flex flex-wrap items-center gap-x-3">
      <span className="text-sm font-medium text-ok">{by}.</span>
      {mayChange(view, plan) ? (
        <ActionForm action={withdrawPlan} fields={fields} label="Take back" about={about} variant="quiet" />
      ) : null}
    </div>
  );
}

function mayChange(view: LineView, plan: Plan): boolean {
  return view.canApprove === true && !plan.tooOld;
}
