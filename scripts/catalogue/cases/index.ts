import type { IssueCase } from "../issue-case";
import { agreementCases } from "./agreements";
import { amountCases } from "./amounts";
import { lineCases } from "./lines";
import { mappingCases } from "./mapping";
import { productCases } from "./products";
import { psaCases } from "./psa";
import { runCases } from "./runs";
import { sourceCases } from "./source";

/** What stands in the way before anything can be brought over. */
export const setUpCases: readonly IssueCase[] = [...productCases, ...mappingCases, ...agreementCases];

/** What happens to lines, and while a sync runs. */
export const runningCases: readonly IssueCase[] = [
  ...lineCases,
  ...amountCases,
  ...psaCases,
  ...runCases,
  ...sourceCases,
];

/** Every case by which an issue is brought about. */
export const allCases = [...setUpCases, ...runningCases];
