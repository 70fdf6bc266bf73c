import { type ClassifiedLine, classifyLine } from "./classify-line";
import type { LineKind } from "./types";

const licence: ClassifiedLine = {
  subscriptionId: "6f1c2f0e-7d0a-4c56-9d0b-0d8f7a1b2c3d",
  chargeEnd: "2026-10-31",
  quantity: "10",
  costAmount: "200.00",
  priceAmount: "300.00",
  usageBased: false,
  billedAnnually: false,
  sku: "CFQ7TTC0LCHC:0002",
  trial: false,
};

const free = { costAmount: "0.00", priceAmount: "0" };

test.each<[what: string, fields: Partial<ClassifiedLine>, kind: LineKind]>([
  ["a monthly licence", {}, "licence"],
  ["a yearly one paid by the month", { sku: "P1Y:M:CFQ7TTC0LCHC:0002" }, "licence"],
  ["one whose product is not known", { sku: null, trial: null }, "licence"],
  ["nothing to pay", { quantity: "0", costAmount: "0.00", priceAmount: "0.00" }, "licence"],
  ["minus zero is nothing", { costAmount: "-0.00" }, "licence"],
  ["paid by the year, by its SKU", { sku: "P1Y:A:CFQ7TTC0LCHC:0002" }, "annual"],
  ["paid by the year, by its subscription", { billedAnnually: true }, "annual"],
  ["usage", { usageBased: true }, "azure"],
  ["usage of a yearly SKU is usage", { usageBased: true, sku: "P1Y:A:X" }, "azure"],
  ["a trial", { trial: true, ...free }, "trial"],
  ["a trial of a yearly SKU is a trial", { trial: true, sku: "P1Y:A:X", ...free }, "trial"],
  ["a trial that costs something is a licence", { trial: true }, "licence"],
  ["a trial that costs you something, too", { trial: true, priceAmount: "0.00" }, "licence"],
  ["something free that is no trial", free, "licence"],
  ["days before the invoice's", { chargeEnd: "2026-09-30" }, "credit"],
  ["days that reach into the invoice's", { chargeEnd: "2026-10-01" }, "licence"],
  ["late usage is usage", { usageBased: true, chargeEnd: "2026-09-30" }, "azure"],
  ["a late yearly payment is one", { billedAnnually: true, chargeEnd: "2026-09-30" }, "annual"],
  ["a negative cost", { costAmount: "-12.00" }, "credit"],
  ["a negative price", { priceAmount: "-0.01" }, "credit"],
  ["a negative quantity", { quantity: "-1" }, "credit"],
  ["negative usage", { usageBased: true, costAmount: "-12.00" }, "credit"],
  ["no subscription", { subscriptionId: null }, "credit"],
  ["an empty subscription", { subscriptionId: "" }, "credit"],
  ["a subscription that PRISM does not know", { usageBased: null }, "unassigned"],
])("%s", (_, fields, kind) => {
  expect(classifyLine({ ...licence, ...fields }, "2026-10-01")).toBe(kind);
});
