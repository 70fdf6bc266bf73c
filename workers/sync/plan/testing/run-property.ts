import fc from "fast-check";

/** A new seed for each run; PROPERTY_SEED repeats one. PROPERTY_RUNS asks for more cases than a test does by itself. */
const { PROPERTY_SEED, PROPERTY_RUNS = "0" } = process.env;
const seed = PROPERTY_SEED ? Number(PROPERTY_SEED) : Math.floor(Math.random() * 2 ** 31);

/** Checks a property over generated cases; a failure names the seed and path that repeat it. */
export function holdsForAll<Case>(cases: fc.Arbitrary<Case>, numRuns: number, check: (input: Case) => void) {
  fc.assert(fc.property(cases, check), { seed, numRuns: Math.max(numRuns, Number(PROPERTY_RUNS)) });
}

/** To be printed by a suite, so that a passing run can be repeated, too. */
export function printSeed(suite: string): void {
  process.stderr.write(`${suite}: fast-check seed ${seed}\n`);
}
