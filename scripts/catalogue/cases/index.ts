import type { IssueCase } from "../issue-case";
import { agreementCases } from "./agreements";
import { amountCases } from "./amounts";
import { lineCases } from "./lines";
import { mappingCases } from "./mapping";
import { productCases } from "./products";
import { psaCases } from "./psa";
import { runCases } from "./runs";
import { sourceCases } from "./source";

/** Every case by which an issue is brought about. */
export const allCases: readonly IssueCase[] = [
  ...productCases,
  ...mappingCases,
  ...agreementCases,
  ...lineCases,
  ...amountCases,
  ...psaCases,
  ...runCases,
  ...sourceCases,
];
