import { questionTotals } from "@/app/(portal)/runs/[runId]/decisions/question-totals";

const question = (currency: string, facts: Record<string, string>) => ({ currency, facts });

test("amounts are summed by currency, exactly, and never across currencies", () => {
  const totals = questionTotals([
    question("AUD", { amount: "0.10", costAmount: "0.05" }),
    question("AUD", { amount: "0.20", costAmount: "0.05" }),
    question("NZD", { amount: "-3.00" }),
  ]);
  expect(totals).toEqual([
    { currency: "AUD", price: "$0.30", cost: "$0.10" },
    { currency: "NZD", price: expect.stringMatching(/^[-−]/), cost: null },
  ]);
});

test("lines without an amount say nothing", () => {
  expect(questionTotals([question("AUD", { was: "2", now: "900" })])).toEqual([]);
});
