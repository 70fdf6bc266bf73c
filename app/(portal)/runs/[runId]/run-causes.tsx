import type { ReactNode } from "react";
import { ActionForm } from "@/app/(portal)/runs/[runId]/action-forms";
import { acknowledgeCause, retryCause } from "@/app/(portal)/runs/[runId]/actions";
import { mayAcknowledge, pageOf } from "@/app/(portal)/runs/[runId]/issue-blocks";
import type { RunView } from "@/app/(portal)/runs/[runId]/run-view";
import { type Cause, CausesList } from "@/components/sync/causes-list";
import { LinkButton } from "@/components/ui/link-button";
import type { RunCause } from "@/db/schema";
import { countOf, formatCount } from "@/lib/format/number";
import { issueActionLabel } from "@/lib/issues/actions";
import { issueText, issueTitle } from "@/lib/issues/catalogue";
import { links } from "@/lib/links";

/** What went wrong in a run, by cause, each with one remedy for all its lines. */
export function RunCauses({ view, causes }: { view: RunView; causes: RunCause[] }) {
  return <CausesList causes={causes.map((cause) => causeOf(view, cause))} />;
}

function causeOf(view: RunView, cause: RunCause): Cause {
  return {
    code: cause.code,
    severity: cause.severity,
    count: cause.count,
    title: issueTitle(cause.code, view.psa),
    detail: [whoAndWhat(cause), sinceWords(view, cause)].filter(Boolean).join(" · "),
    href: `${links.run(view.runId, { code: cause.code })}#lines`,
    action: remedyOf(view, cause),
  };
}

function whoAndWhat({ firstCustomer, customers, firstTitle, titles }: RunCause): string {
  const title = titles === 1 && firstTitle !== firstCustomer ? firstTitle : null;
  if (!firstCustomer) return titles === 1 ? firstTitle : `${firstTitle} and ${formatCount(titles - 1)} more`;
  const customer =
    customers > 1 ? `${firstCustomer} and ${countOf(customers - 1, "more customer")}` : firstCustomer;
  return title ? `${customer} · ${title}` : customer;
}

function sinceWords({ run }: RunView, { count, open }: RunCause): string | null {
  if (run.mode === "preview" || open === count) return null;
  return open === 0 ? "settled since" : `${formatCount(count - open)} settled since`;
}

function remedyOf(view: RunView, cause: RunCause): ReactNode {
  const { runId } = view;
  const fields = { runId, code: cause.code };
  const all = cause.open > 1 ? ` all ${formatCount(cause.open)}` : "";
  if (view.canAct && cause.open > 0 && mayAcknowledge({ ...cause, acknowledged: false })) {
    return <ActionForm action={acknowledgeCause} fields={fields} label={`Acknowledge${all}`} />;
  }
  if (view.canAct && cause.open > 0 && cause.severity === "error") {
    return (
      <ActionForm
        action={retryCause}
        fields={fields}
        label={cause.open > 1 ? `Retry${all}` : "Retry"}
        pendingLabel="Queueing…"
      />
    );
  }
  const { actions } = issueText(cause.code);
  // A line of no customer is approved by itself: somebody has to say whose it is.
  if (view.canAct && cause.decidable > 1 && actions.includes("approve")) {
    return (
      <LinkButton href={links.approveAll(runId, cause.code)} size="small">
        Decide all {formatCount(cause.decidable)}
      </LinkButton>
    );
  }
  if (view.canAct && cause.open > 1 && cause.code === "existing_line") {
    return (
      <LinkButton href={links.cutOver(view.programSlug)} size="small">
        Take over many at once
      </LinkButton>
    );
  }
  const [best] = actions;
  const page =
    view.canAct && cause.open > 0 && best
      ? pageOf(view, best, cause.customers === 1 ? cause.firstCustomerId : null, cause.firstItemId)
      : null;
  if (page && best) {
    return (
      <LinkButton href={page} size="small">
        {best === "map_customer" && cause.customers > 1
          ? "Map the customers"
          : issueActionLabel(best, view.psa)}
      </LinkButton>
    );
  }
  return (
    <LinkButton href={links.item(runId, cause.firstItemId)} size="small">
      Review
    </LinkButton>
  );
}
