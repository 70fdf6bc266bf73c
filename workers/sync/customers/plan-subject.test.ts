import type { Position } from "@/db/queries/runs/positions";
import { aBill, aLine, anAgreement, aStep, key, theRules } from "../plan/testing/build";
import { planSubject } from "./plan-subject";
import type { Subject } from "./subject";

/** Confirmed with 10; the PSA's line now bills 7 and the invoice says 10. */
function subjectWith(outstanding: Position["outstanding"]): Subject {
  const position: Position = {
    key,
    customerId: "customer-1",
    holderId: "customer-1",
    runId: "an earlier run",
    confirmedThrough: "2026-09-30",
    confirmedBefore: null,
    confirmed: [aStep("2026-01-01", null, "10")],
    open: true,
    outstanding,
    active: true,
    productName: "Microsoft 365 Business Premium",
    productId: "product-1",
    sku: "SKU",
    productListed: true,
    psaItemId: "item-1",
  };
  return {
    key,
    kind: "licence",
    subscriptionId: "subscription-1",
    customer: {
      customerId: "customer-1",
      name: "Wattle Legal",
      tenantId: "tenant-1",
      contractAgreementId: "ca-1",
      psaCompanyId: "company-1",
      psaAgreementId: "agreement-1",
      annualAgreementId: null,
      strategy: "cost_and_retail",
      beginFrom: "2026-01-01",
    },
    psaAgreementId: "agreement-1",
    productId: "product-1",
    productName: position.productName ?? "",
    sku: "SKU",
    productListed: true,
    psaItemId: "item-1",
    active: true,
    position,
    currency: "AUD",
    bills: [aBill("2026-10", [[1, 31, "10"]])],
    settledThrough: "2026-09-30",
    confirmedBefore: false,
    doneByRun: false,
    planned: [],
    confirmed: [],
    beforeBegin: [],
    costAmount: "200",
    priceAmount: "300",
  };
}

function codesWith(outstanding: Position["outstanding"]): string[] {
  const planned = planSubject(subjectWith(outstanding), {
    runId: "run-1",
    preview: false,
    agreement: anAgreement(),
    lines: [aLine({ from: "2026-10-01", quantity: "7" })],
    storedLineIds: ["line-1"],
    charges: [],
    billingCodeId: null,
    rules: theRules(),
    settles: "2026-10-31",
  });
  expect(planned.actions.length).toBeGreaterThan(0);
  return planned.draft.issues.map((issue) => issue.code);
}

describe("a line that differs from what was confirmed", () => {
  it.each([null, "held"] as const)("was edited by a person (outstanding: %s)", (outstanding) => {
    expect(codesWith(outstanding)).toContain("quantity_drift");
  });

  it.each(["failed", "unknown"] as const)(
    "may be our own half-done write (outstanding: %s)",
    (outstanding) => {
      expect(codesWith(outstanding)).not.toContain("quantity_drift");
    },
  );
});

test("lines that are written beside an amount that waits are confirmed, though the invoice is not settled", () => {
  const { draft, actions } = planSubject(subjectWith(null), {
    runId: "run-1",
    preview: false,
    agreement: anAgreement({ billed: "in_advance" }),
    lines: [aLine({ quantity: "7" })],
    storedLineIds: ["line-1"],
    charges: [],
    billingCodeId: null,
    rules: theRules(),
    settles: "2026-10-31",
  });
  expect(draft.issues.map((issue) => issue.code)).toContain("catch_up");
  expect([draft.item.outcome, actions.length > 0]).toEqual(["held", true]);
  expect(draft.position).toMatchObject({ confirmedThrough: null, open: true });
  expect(draft.position?.confirmed?.at(-1)).toMatchObject({ quantity: "10", to: null });
});
