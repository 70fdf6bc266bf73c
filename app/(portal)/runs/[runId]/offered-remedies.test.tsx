import { Fragment, type ReactNode } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { type IssueItem, issueOfRun, issuesOfItem } from "@/app/(portal)/runs/[runId]/issue-blocks";
import type { LineView, RunView } from "@/app/(portal)/runs/[runId]/run-view";
import type { RunIssueRow } from "@/db/queries/portal/list-run-items";
import type { ItemOutcome, Severity } from "@/db/schema";
import { type IssueAction, issueActionLabel } from "@/lib/issues/actions";
import { issueText } from "@/lib/issues/catalogue";
import { type IssueCode, issueCodes } from "@/lib/issues/codes";

const runId = "11111111-1111-4111-8111-111111111111";
const itemId = "22222222-2222-4222-8222-222222222222";
const customerId = "33333333-3333-4333-8333-333333333333";
const productId = "44444444-4444-4444-8444-444444444444";

const view: LineView & Pick<RunView, "tieOuts"> = {
  run: {
    kind: "customers",
    mode: "live",
    status: "error",
    programSyncId: "77777777-7777-4777-8777-777777777777",
  },
  itemId: null,
  runId,
  psa: "ConnectWise",
  canAct: true,
  programSlug: "csp-connectwise",
  connection: {
    id: "55555555-5555-4555-8555-555555555555",
    kind: "connectwise",
    name: "ConnectWise",
    site: "na.myconnectwise.net",
    account: "harbour",
  },
  tieOuts: [],
  timeZone: "Australia/Sydney",
  now: new Date("2026-11-28T00:00:00Z"),
};

/** What the issues name wherever they can be settled by it. */
const facts = { lineId: "7001", lineIds: "7001, 7002", itemIds: "501, 502", date: "2026-10-31" };

const issue = (code: IssueCode, severity: Severity): RunIssueRow => ({
  id: "66666666-6666-4666-8666-666666666666",
  itemId,
  code,
  severity,
  facts,
  factsHash: "hash",
  reference: "7F3K-20AX",
  rawAnswer: null,
  acknowledged: false,
  decision: null,
});

const outcomes: Record<Severity, ItemOutcome> = { error: "failed", held: "held", warning: "applied" };

function onItem(code: IssueCode, severity: Severity, change: Partial<IssueItem> = {}): string {
  const item: IssueItem = {
    id: itemId,
    title: "Visio Plan 2",
    customerId,
    customerName: "Banksia",
    productId,
    agreementId: "4001",
    currency: "AUD",
    outcome: outcomes[severity],
    issues: [issue(code, severity)],
    standing: { position: null, exclusion: null, retryRunId: null, customerWaits: false },
    ...change,
  };
  return markupOf(issuesOfItem(view, item, { kind: "open" }).map((block) => block.actions));
}

const onRun = (code: IssueCode, severity: Severity) =>
  markupOf([issueOfRun(view, issue(code, severity)).actions]);

function markupOf(nodes: ReactNode[]): string {
  return renderToStaticMarkup(nodes.map((node, index) => <Fragment key={String(index)}>{node}</Fragment>));
}

/** What is held may stand as a question by a program's settings, and as a warning where a person let it pass. */
function everywhere(code: IssueCode): string {
  const { severity } = issueText(code);
  return [onItem(code, severity), onItem(code, "held"), onItem(code, "warning"), onRun(code, severity)].join(
    "",
  );
}

/** A run of its own is what "run now" and "retry" come to for a whole run. */
function labelsOf(action: IssueAction): string[] {
  const label = issueActionLabel(action, view.psa);
  return action === "run_now" || action === "retry" ? [label, "Run again"] : [label];
}

const offered = issueCodes.flatMap((code) =>
  issueText(code).actions.map((action): [IssueCode, IssueAction] => [code, action]),
);

test.each(offered)("%s offers %s where it is shown", (code, action) => {
  const shown = everywhere(code);
  expect(labelsOf(action).filter((label) => shown.includes(label))).not.toEqual([]);
});

/** The pages that remedies lead to. Each has an end-to-end test that opens it. */
const pages = [
  /^\/programs\/csp-connectwise(#settings)?$/,
  new RegExp(`^/programs/csp-connectwise/customers/${customerId}\\?from=${runId}_${itemId}$`),
  new RegExp(`^/programs/csp-connectwise/products/${productId}\\?from=${runId}_${itemId}$`),
  /^\/connections(\/[0-9a-f-]{36})?$/,
  /^https:\/\/na\.myconnectwise\.net\/v4_6_release\/services\/system_io\/router\/openrecord\.rails\?/,
];

test.each(issueCodes)("whatever %s offers leads to a page that there is", (code) => {
  const hrefs = [...everywhere(code).matchAll(/href="([^"]*)"/g)].map(([, href = ""]) => href);
  expect(hrefs.filter((href) => !pages.some((page) => page.test(href.replaceAll("&amp;", "&"))))).toEqual([]);
});

test("a product that no price list has named cannot be linked, so it is not offered", () => {
  expect(onItem("source_product_not_found", "error", { productId: null })).not.toContain("Link by hand");
});

test("a customer that was mapped since, or whose agreement was mended, can be synced by itself", () => {
  const waits = { position: null, exclusion: null, retryRunId: null, customerWaits: true };
  expect(onItem("customer_not_mapped", "warning")).not.toContain("Sync this customer now");
  expect(onItem("customer_not_mapped", "warning", { standing: waits })).toContain("Sync this customer now");
  expect(onItem("agreement_ended", "error")).toContain("Sync this customer now");
  const queued = { ...waits, customerWaits: false, retryRunId: runId };
  expect(onItem("agreement_ended", "error", { standing: queued })).not.toContain("Sync this customer now");
});

test("nothing is offered to whoever may not act", () => {
  const reader = { ...view, canAct: false };
  const blocks = issueCodes.map((code) => issueOfRun(reader, issue(code, issueText(code).severity)).actions);
  expect(markupOf(blocks)).not.toMatch(/<form|<button/);
});
