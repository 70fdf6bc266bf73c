import type { AgreementLine, LineChange } from "@/workers/connectors/psa";
import type { BillingCalendar } from "../calendar/boundary";
import { sameValue } from "../exact";
import { ownedValues } from "../timeline/timeline";
import type { LineAction, PricingStrategy, Segment } from "../types";
import type { OpenLine } from "./assign-lines";
import { type Fit, fitLines } from "./fit-lines";
import { orderChanges } from "./order-changes";

type Target = {
  key: string;
  itemId: string;
  strategy: PricingStrategy;
  calendar: BillingCalendar;
  /** Every line of ours, by first day; a successor takes its taxable flag from the one before it. */
  own: AgreementLine[];
  /** Those of them that the PSA bills and that have days at or after the boundary. */
  billable: AgreementLine[];
};

export type LinesPlan = {
  actions: LineAction[];
  /** Our lines from the boundary on once the actions are done; they tell what the PSA will bill. */
  lines: Segment[];
};

/**
 * The writes that make our lines equal to `wanted` from the boundary on, in an order in which they are safe.
 * null: see `fitLines`.
 */
export function planLines(wanted: Segment[], target: Target): LinesPlan | null {
  const { billable, strategy, calendar } = target;
  const lines = billable.map((line, index) => ({
    from: line.from,
    to: line.to,
    ...ownedValues(line, strategy),
    index,
  }));
  const fit = fitLines(wanted, lines, calendar);
  if (!fit) return null;
  const changes = fittedSteps(fit).flatMap(({ line, step }) => {
    const current = billable[line.index];
    return current ? changeAction(current, step) : [];
  });
  const creations = fit.created.map((step): LineAction => ({ kind: "create", line: newLine(step, target) }));
  return {
    actions: [...orderChanges(changes), ...creations],
    lines: [...fit.kept, ...fittedSteps(fit).map(({ step }) => step), ...fit.created],
  };
}

function fittedSteps({ straddling, refitted, neutralised }: Fit): { line: OpenLine; step: Segment }[] {
  const ended = neutralised.map((line) => ({ line, step: { ...line, quantity: "0", to: line.from } }));
  const cut = straddling ? [{ line: straddling.line, step: { ...straddling.line, to: straddling.to } }] : [];
  return [...cut, ...ended, ...refitted];
}

type ChangeAction = Extract<LineAction, { kind: "change" }>;

/** Nothing when the line already is what it shall be; a null cost or price in `step` is left alone. */
function changeAction(current: AgreementLine, step: Segment): ChangeAction[] {
  const change: LineChange = {};
  if (step.from !== current.from) change.from = step.from;
  if (step.to !== current.to) change.to = step.to;
  if (!sameValue(step.quantity, current.quantity)) change.quantity = step.quantity;
  if (step.unitCost !== null && !sameValue(step.unitCost, current.unitCost)) change.unitCost = step.unitCost;
  if (step.unitPrice !== null && !sameValue(step.unitPrice, current.unitPrice)) {
    change.unitPrice = step.unitPrice;
  }
  if (Object.keys(change).length === 0) return [];
  return [{ kind: "change", current, change, reason: endsEarlier(current, step, change) ? "end" : "amend" }];
}

/** True when the line only gives up days, or everything. */
function endsEarlier(current: AgreementLine, step: Segment, change: LineChange): boolean {
  const shorter = step.to !== null && (current.to === null || step.to < current.to);
  const onlyEnd = Object.keys(change).every((field) => field === "to");
  return step.quantity === "0" || (shorter && onlyEnd);
}

function newLine(step: Segment, { key, itemId, own }: Target) {
  const predecessor = own.findLast((line) => line.from <= step.from);
  return {
    itemId,
    reference: key,
    from: step.from,
    to: step.to,
    quantity: step.quantity,
    unitCost: step.unitCost,
    unitPrice: step.unitPrice,
    taxable: predecessor?.taxable ?? null,
  };
}
