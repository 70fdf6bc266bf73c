import { isAlikeProduct } from "./alike-product";

test.each<[one: string, other: string, alike: boolean]>([
  ["M365 Bus Std (CSP)", "Microsoft 365 Business Standard", true],
  ["Office 365 E3", "O365 E3 - monthly", true],
  ["Exchange Online Plan 1", "Exch Online (Plan 1)", true],
  ["Exchange Online Plan 1", "Exchange Online Plan 2", false],
  ["Microsoft 365 Business Standard", "Microsoft 365 Business Premium", false],
  ["Microsoft 365 E3", "Microsoft 365 E5", false],
  ["Managed workstation", "Microsoft 365 Business Standard", false],
  ["Microsoft 365", "Office 365 licence", false],
  ["", "Microsoft 365 Business Standard", false],
])("“%s” and “%s”: %s", (one, other, alike) => {
  expect(isAlikeProduct(one, other)).toBe(alike);
  expect(isAlikeProduct(other, one)).toBe(alike);
});
