import { kindOf, readSelection, usualKinds } from "./selection";

test.each([
  [[], usualKinds, []],
  [["--selectProjects", "unit"], ["unit"], []],
  [["--selectProjects", "db", "queue"], ["db", "queue"], []],
  [["--selectProjects", "faults"], ["faults"], []],
  [["--selectProjects", "unit", "lib/format"], ["unit"], ["lib/format"]],
  [["lib/format", "-t", "cents", "--selectProjects", "unit"], ["unit"], ["lib/format", "-t", "cents"]],
  [["lib/format"], usualKinds, ["lib/format"]],
  [["--selectProjects", "unit", "--verbose", "db"], ["unit"], ["--verbose", "db"]],
])("%j: kinds %j, for Jest %j", (args, expectedKinds, jestArgs) => {
  expect(readSelection(args)).toEqual({ kinds: expectedKinds, jestArgs });
});

test("a misspelt kind alone runs nothing and says which there are", () => {
  expect(() => readSelection(["--selectProjects", "units"])).toThrow(
    "unit, db, queue, contract, e2e, plays, faults",
  );
});

test.each([
  ["/x/lib/money.test.ts", "unit"],
  ["/x/components/card.test.tsx", "unit"],
  ["/x/db/claim.db.test.ts", "db"],
  ["/x/sandbox/prism.contract.test.ts", "contract"],
  ["/x/app/walk.e2e.test.ts", "e2e"],
  ["/x/scripts/faults/kill.faults.test.ts", "faults"],
  ["/x/scripts/simulation/sabotage.plays.test.ts", "plays"],
  ["/x/lib/a.b.test.ts", "unit"],
])("%s is a test of the kind %s", (file, kind) => {
  expect(kindOf(file)).toBe(kind);
});
