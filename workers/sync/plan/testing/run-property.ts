import fc from "fast-check";

/** The same cases in every ordinary run, so that none fails for another reason than its change. */
const usualSeed = 20_261_123;

/** PROPERTY_RUNS asks for more cases than a test does by itself, and new ones each time; PROPERTY_SEED repeats a run. */
const { PROPERTY_SEED, PROPERTY_RUNS } = process.env;
const newSeed = () => (PROPERTY_RUNS ? Math.floor(Math.random() * 2 ** 31) : usualSeed);
export const propertySeed = PROPERTY_SEED ? Number(PROPERTY_SEED) : newSeed();
export const propertyRuns = Number(PROPERTY_RUNS ?? 0);

/** Checks a property over generated cases; a failure names the seed and path that repeat it. */
export function holdsForAll<Case>(cases: fc.Arbitrary<Case>, numRuns: number, check: (input: Case) => void) {
  fc.assert(fc.property(cases, check), {
    seed: propertySeed,
    numRuns: Math.max(numRuns, propertyRuns),
  });
}

/** To be printed by a suite, so that a passing run can be repeated, too. */
export function printSeed(suite: string): void {
  process.stderr.write(`${suite}: fast-check seed ${propertySeed}\n`);
}
