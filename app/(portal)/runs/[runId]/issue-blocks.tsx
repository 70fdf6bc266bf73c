import type { ReactNode } from "react";
import { SyncCustomerForm } from "@/app/(portal)/programs/sync-now/sync-customer-form";
import { aboutLine } from "@/app/(portal)/runs/[runId]/about-line";
import { ActionForm } from "@/app/(portal)/runs/[runId]/action-forms";
import { acknowledgeIssue, retryItem, runAgain } from "@/app/(portal)/runs/[runId]/actions";
import { DecidedNote } from "@/app/(portal)/runs/[runId]/decisions/decided-note";
import { decisionNode } from "@/app/(portal)/runs/[runId]/decisions/decision-nodes";
import { ExcludeForm } from "@/app/(portal)/runs/[runId]/exclude-form";
import type { LineView, RunView } from "@/app/(portal)/runs/[runId]/run-view";
import type { IssueBlockProps } from "@/components/sync/issue-block";
import { LinkButton } from "@/components/ui/link-button";
import type { RunIssueRow, RunItemRow } from "@/db/queries/portal/list-run-items";
import { cameFrom } from "@/lib/came-from";
import { type IssueAction, issueActionLabel } from "@/lib/issues/actions";
import { explainIssue, issueText, issueTitle } from "@/lib/issues/catalogue";
import { links } from "@/lib/links";
import { connectWiseAgreementLink } from "@/lib/psa-links";
import type { ItemState } from "@/lib/sync/item-state";

/** What of an item its issues depend on. */
export type IssueItem = Pick<
  RunItemRow,
  | "id"
  | "title"
  | "customerId"
  | "customerName"
  | "productId"
  | "agreementId"
  | "currency"
  | "outcome"
  | "issues"
  | "standing"
>;

/** The issues of an item in full sentences, each with what a person can do about it here. */
export function issuesOfItem(view: LineView, item: IssueItem, state: ItemState): IssueBlockProps[] {
  const worst = item.issues[0];
  return item.issues.map((issue) => ({
    ...issueTexts(view, issue, {
      product: item.title,
      ...(item.customerName && { customer: item.customerName }),
      ...(item.currency && { currency: item.currency }),
    }),
    acknowledged: issue.acknowledged,
    settled: issue.acknowledged || ["recovered", "gone", "excluded"].includes(state.kind),
    actions: itemActions(view, item, { issue, state, forItem: issue === worst }),
  }));
}

/** An issue of the run itself. */
export function issueOfRun(view: LineView & Pick<RunView, "tieOuts">, issue: RunIssueRow): IssueBlockProps {
  const { currency } = view.tieOuts[0] ?? {};
  return {
    ...issueTexts(view, issue, currency ? { currency } : {}),
    acknowledged: issue.acknowledged,
    actions: runActions(view, issue),
  };
}

function issueTexts(view: LineView, issue: RunIssueRow, known: Record<string, string>): IssueBlockProps {
  const from = issue.code.startsWith("source_") ? "PRISM" : view.psa;
  return {
    severity: issue.severity,
    title: issueTitle(issue.code, view.psa),
    ...explainIssue(issue.code, issue.facts, { psa: view.psa, ...known }),
    code: issue.code,
    reference: issue.reference,
    answer: issue.rawAnswer === null ? null : { from, text: issue.rawAnswer },
    helpHref: links.troubleshooting(issue.code),
  };
}

type OfIssue = {
  issue: RunIssueRow;
  state: ItemState;
  /** What concerns the whole item stands on its worst issue only. */
  forItem: boolean;
};

function itemActions(view: LineView, item: IssueItem, of: OfIssue): ReactNode {
  const { issue, state, forItem } = of;
  const open = view.canAct && (state.kind === "open" || state.kind === "open_later");
  const unsettled = ["failed", "held", "unknown"].includes(item.outcome);
  const ids = { runId: view.runId, itemId: item.id };
  const about = aboutLine(item);
  const offered = issueText(issue.code).actions;
  const actions: ReactNode[] = issue.decision
    ? [<DecidedNote key="decided" view={view} decision={issue.decision} />]
    : [];
  const mayDecide = open && state.kind === "open" && !issue.decision && !item.standing.retryRunId;
  for (const action of offered) {
    if (action === "acknowledge" || action === "retry" || action === "exclude") continue;
    const { runId, programSlug, psa } = view;
    const question = { runId, programSlug, psa, item, issue };
    const form = mayDecide && issue.severity !== "warning" ? decisionNode(action, question) : null;
    actions.push(form ?? linkOf(view, action, item, open));
  }
  if (open && forItem && unsettled && !item.standing.retryRunId) {
    actions.push(
      <ActionForm
        key="retry"
        action={retryItem}
        fields={ids}
        label="Retry"
        about={about}
        pendingLabel="Queueing…"
      />,
    );
  }
  if (open && forItem && item.customerId && maySyncCustomer(item, offered)) {
    actions.push(
      <SyncCustomerForm
        key="sync"
        programSyncId={view.run.programSyncId}
        customerId={item.customerId}
        about={item.customerName ?? undefined}
      />,
    );
  }
  if (open && mayAcknowledge(issue)) {
    const fields = { ...ids, issueId: issue.id };
    actions.push(
      <ActionForm
        key="acknowledge"
        action={acknowledgeIssue}
        fields={fields}
        label="Acknowledge"
        about={about}
      />,
    );
  }
  if (open && forItem && (unsettled || offered.includes("exclude"))) {
    actions.push(
      <ExcludeForm key="exclude" {...ids} label={issueActionLabel("exclude")} about={about} psa={view.psa} />,
    );
  }
  const shown = actions.filter(Boolean);
  return shown.length > 0 ? shown : undefined;
}

/** What is mended at the customer's mapping or agreement concerns all its lines: they are synced together. */
function maySyncCustomer({ standing }: IssueItem, offered: readonly IssueAction[]): boolean {
  return !standing.retryRunId && (standing.customerWaits || offered.includes("choose_agreement"));
}

function runActions(view: LineView, issue: RunIssueRow): ReactNode {
  const { runId } = view;
  const offered = issueText(issue.code).actions;
  const actions: ReactNode[] = offered.map((action) => linkOf(view, action, null, view.canAct));
  const again = issue.severity !== "warning" || offered.includes("run_now") || offered.includes("retry");
  if (view.canAct && again) {
    actions.push(<ActionForm key="again" action={runAgain} fields={{ runId }} label="Run again" />);
  }
  if (view.canAct && mayAcknowledge(issue)) {
    const fields = { runId, issueId: issue.id };
    actions.push(
      <ActionForm key="acknowledge" action={acknowledgeIssue} fields={fields} label="Acknowledge" />,
    );
  }
  const shown = actions.filter(Boolean);
  return shown.length > 0 ? shown : undefined;
}

/** Some warnings are only settled by a fix: a customer without a mapping is not billed, however often it was seen. */
export function mayAcknowledge(issue: Pick<RunIssueRow, "code" | "severity" | "acknowledged">): boolean {
  const offered = issueText(issue.code).actions.includes("acknowledge");
  return offered && issue.severity === "warning" && !issue.acknowledged;
}

/** The place where an action is done, when it is another page: ours, or the PSA's own. */
function linkOf(
  view: LineView,
  action: IssueAction,
  item: Pick<RunItemRow, "id" | "agreementId" | "customerId"> | null,
  mayChange: boolean,
): ReactNode {
  const { connection, psa } = view;
  if (action === "open_in_psa") {
    const href =
      connection.kind === "connectwise" && item?.agreementId
        ? connectWiseAgreementLink(connection.site, connection.account, item.agreementId)
        : null;
    return href ? (
      <LinkButton key={action} href={href} size="small" outside>
        {issueActionLabel(action, psa)}
      </LinkButton>
    ) : null;
  }
  const href = mayChange ? pageOf(view, action, item?.customerId ?? null, item?.id) : null;
  return href ? (
    <LinkButton key={action} href={href} size="small">
      {issueActionLabel(action, psa)}
    </LinkButton>
  ) : null;
}

/**
 * The page of ours where an action is done; null: it is not done on a page of its own. From a mapping the way leads back
 * to the line of `itemId`.
 */
export function pageOf(
  view: LineView,
  action: IssueAction,
  customerId: string | null,
  itemId?: string,
): string | null {
  switch (action) {
    case "map_customer":
    case "edit_mapping":
    case "choose_agreement":
      return customerId
        ? links.customer(view.programSlug, customerId, { from: itemId && cameFrom(view.runId, itemId) })
        : links.program(view.programSlug);
    case "edit_settings":
      return links.programSettings(view.programSlug);
    case "edit_connection":
      return links.connection(view.connection.id);
    case "edit_source":
      return links.connections();
    default:
      return null;
  }
}
