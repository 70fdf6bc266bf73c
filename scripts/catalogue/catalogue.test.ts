import { issueCodes } from "@/lib/issues/codes";
import { allCases } from "./cases";
import { both } from "./issue-case";

/** Codes that can come about in one PSA only, because the other has nothing of the kind. */
const onlyIn = {
  connectwise: ["several_open_lines", "prorate_disabled", "period_already_invoiced"],
  autotask: ["price_conflict", "billing_code_missing"],
};

const codesIn = (psa: keyof typeof onlyIn) =>
  new Set(allCases.filter(({ psas }) => psas.includes(psa)).map(({ code }) => code));

test("every code of the catalogue is brought about in a sandbox", () => {
  expect([...new Set(allCases.map(({ code }) => code))].sort()).toEqual([...issueCodes].sort());
});

test.each(both)("in %s all codes are, but those that only the other PSA has", (psa) => {
  const others = both.flatMap((other) => (other === psa ? [] : onlyIn[other]));
  expect([...codesIn(psa)].sort()).toEqual(issueCodes.filter((code) => !others.includes(code)).sort());
});
