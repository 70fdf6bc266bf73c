import { askedWords } from "./asked-words";

const held = (code: string, facts: Record<string, string> = {}) => ({
  code,
  severity: "held" as const,
  facts,
});

test.each([
  ["an end", [held("subscription_disappeared", { date: "2026-10-31" })], "Confirm its end on 31 Oct 2026"],
  ["a change beyond a limit", [held("large_change")], "Approve the large change"],
  ["two amounts, in the same words", [held("catch_up"), held("credit_or_adjustment")], "Approve the amount"],
  ["two things", [held("large_change"), held("catch_up")], "Approve all that is asked"],
  [
    "what is only a warning beside it does not count",
    [held("large_change"), { code: "price_below_cost", severity: "warning" as const, facts: {} }],
    "Approve the large change",
  ],
])("%s", (_, issues, words) => {
  expect(askedWords(issues)).toBe(words);
});
