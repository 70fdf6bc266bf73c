import { runStatus } from "./outcomes";

const none = { applied: 0, failed: 0, unknown: 0, held: 0, warnings: 0 };

test.each([
  ["nothing to sync", {}, "no_change"],
  ["something was applied", { applied: 3 }, "success"],
  ["a warning is open", { applied: 3, warnings: 1 }, "warning"],
  ["a warning is open and nothing was applied", { warnings: 1 }, "warning"],
  ["something is held", { applied: 3, held: 1 }, "warning"],
  ["something failed", { applied: 3, held: 1, warnings: 1, failed: 1 }, "error"],
  ["an outcome is unknown", { applied: 3, unknown: 1 }, "error"],
])("%s", (_, counts, status) => {
  expect(runStatus({ ...none, ...counts })).toBe(status);
});
