import { isAsApproved, markPlan, standInItem } from "./plan-mark";

const line = (itemId: string, quantity = "10") => ({
  writes: [{ kind: "create", line: { itemId, quantity, from: "2026-11-01" } }],
  after: [{ from: "2026-11-01", to: null, quantity }],
  itemId,
  sku: "CFQ7TTC0LF8R",
});

const approved = markPlan(line("12")).plan;
const beforeItsItem = markPlan(line(standInItem("CFQ7TTC0LF8R"))).plan;
const ofRest = approved.slice(approved.indexOf("."));
const otherStart = { ...line("12"), writes: [{ kind: "change", current: { quantity: "7" } }] };

test.each([
  ["the same writes", markPlan(line("12")), approved, false, true],
  ["another quantity", markPlan(line("12", "11")), approved, false, false],
  ["the same end from another start", markPlan(otherStart), approved, false, false],
  ["another item of the PSA", markPlan(line("13")), approved, false, false],
  ["an item that is there by now", markPlan(line("12")), beforeItsItem, false, true],
  [
    "an item that is there by now, and another quantity",
    markPlan(line("12", "11")),
    beforeItsItem,
    false,
    false,
  ],
  ["the rest of what was begun", markPlan(otherStart), approved, true, true],
  ["another end of what was begun", markPlan(line("12", "11")), approved, true, false],
  ["the rest, in a later try", markPlan(otherStart), ofRest, false, true],
  ["another end, in a later try", markPlan(line("12", "11")), ofRest, false, false],
])("%s", (_, mark, approval, resumed, same) => {
  expect(isAsApproved(mark, approval, { resumed })).toBe(same);
});
