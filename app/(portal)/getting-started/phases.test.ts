import { isSetUp, type SetUp, setUpPhases } from "@/app/(portal)/getting-started/phases";

const nothing: SetUp = { sources: [], connections: [], programsKnown: false, programs: [], anyMapped: false };
const program = {
  slug: "csp",
  productsEnabled: true,
  productsRan: false,
  customersRan: false,
  customersEnabled: true,
  scheduleHour: 6,
};
const connected = {
  ...nothing,
  sources: [{ healthy: true }],
  connections: [{ healthy: false }, { healthy: true }],
  programsKnown: true,
};

/** Which of the five are done, e.g. "✓✓···", and where the next one leads. */
const shown = (setUp: SetUp) => {
  const phases = setUpPhases(setUp);
  const next = phases.find(({ done }) => !done);
  return [phases.map(({ done }) => (done ? "✓" : "·")).join(""), next?.href ?? null];
};

test.each<[string, SetUp, string, string | null]>([
  ["nothing is there", nothing, "·····", "/connections/prism/new"],
  ["PRISM is connected", { ...nothing, sources: [{ healthy: true }] }, "·····", "/connections/new"],
  [
    "the keys are there, but no test has passed",
    { ...connected, connections: [{ healthy: false }] },
    "·····",
    "/connections",
  ],
  ["both are tested", connected, "✓····", "/programs/new"],
  ["a program is chosen", { ...connected, programs: [program] }, "✓✓···", "/programs/csp"],
  [
    "products are looked after elsewhere",
    { ...connected, programs: [{ ...program, productsEnabled: false }] },
    "✓✓✓··",
    "/programs/csp?show=unmapped",
  ],
  [
    "products are linked",
    { ...connected, programs: [{ ...program, productsRan: true }] },
    "✓✓✓··",
    "/programs/csp?show=unmapped",
  ],
  [
    "customers are mapped",
    { ...connected, anyMapped: true, programs: [{ ...program, productsRan: true }] },
    "✓✓✓✓·",
    "/programs/csp",
  ],
  [
    "all has run",
    { ...connected, anyMapped: true, programs: [{ ...program, productsRan: true, customersRan: true }] },
    "✓✓✓✓✓",
    null,
  ],
])("when %s", (_, setUp, marks, href) => {
  expect(shown(setUp)).toEqual([marks, href]);
});

test("a sync that is switched off again leaves the last phase open", () => {
  const programs = [{ ...program, customersRan: true, customersEnabled: false }];
  expect(isSetUp({ programs })).toBe(false);
  expect(setUpPhases({ ...connected, programs }).at(-1)?.state).toContain("switched off");
});
