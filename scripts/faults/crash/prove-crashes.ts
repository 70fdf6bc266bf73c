import { MINUTE } from "@/lib/clock";
import { propertySeed } from "@/workers/sync/plan/testing/run-property";
import type { PsaName } from "../../months/psa-books";
import { tellViolations } from "../checker/check-seen";
import { judgePlay } from "./judge-play";
import { type Play, play } from "./play";
import { buildReferenceWorld, type ReferenceWorld } from "./reference-world";
import type { CrashPoint } from "./relay/course";

/** So many parts have the same share of all points each; one of them is the sample. */
const parts = 24;

/**
 * Writes that reach the database in the same moment share a commit, so that a play may be some steps shorter than the
 * undisturbed one. A point past its end is none; more than so many of them would be points that nobody tries.
 */
const pastTheEnd = 0.05;

/** A slow and busy machine takes so long for a part. */
const longest = 15 * MINUTE;

/**
 * Plays a month once without a crash, then once for each point at which its worker may die: before each commit and
 * exchange, and after each that leaves something. `sample`: only a part of the points, which the seed chooses.
 */
export function proveCrashes(psa: PsaName, extent: "all" | "sample"): void {
  let world: ReferenceWorld;
  let undisturbed: Play;
  let tried = 0;
  let unreached = 0;

  beforeAll(async () => {
    world = await buildReferenceWorld(psa);
    undisturbed = await play(world, null);
    const { length: steps } = undisturbed.steps;
    const { length: points } = crashPoints(undisturbed);
    process.stderr.write(
      `${psa}: ${steps} commits and exchanges, ${points} crash points, PROPERTY_SEED=${propertySeed}\n`,
    );
  }, longest);
  afterAll(() => world.close());

  test("without a crash nothing is left to tell", () => {
    expect(tellViolations(judgePlay(undisturbed, undisturbed))).toEqual([]);
  });

  const all = Array.from({ length: parts }, (_, i) => i);
  test.each(extent === "all" ? all : [propertySeed % parts])(
    "nothing is doubled, lost or told wrong after a crash, part %i",
    async (part) => {
      const points = crashPoints(undisturbed).filter((_, i) => i % parts === part);
      expect(points.length).toBeGreaterThan(0);
      const found: string[] = [];
      for (const point of points) {
        const says = `${point.when} step ${point.step}`;
        const crashed = await playUpTo(world, point);
        tried += 1;
        if (!crashed.died) {
          unreached += 1;
          if (reaches(crashed, point)) found.push(`${says}: the worker lived.`);
        }
        const last = crashed.steps.at(-1)?.says ?? "";
        found.push(
          ...tellViolations(judgePlay(crashed, undisturbed)).map((text) => `${says} (${last}): ${text}`),
        );
      }
      expect(found).toEqual([]);
    },
    longest,
  );

  test("nearly every point was reached", () => {
    process.stderr.write(`${psa}: ${tried} points tried, ${unreached} of them past the play's end\n`);
    expect(unreached).toBeLessThanOrEqual(Math.ceil(tried * pastTheEnd));
  });
}

/** A play that was shorter by chance is played again: how writes share their commits, a busy machine has a say in. */
async function playUpTo(world: ReferenceWorld, point: CrashPoint): Promise<Play> {
  for (let left = 2; ; left -= 1) {
    const played = await play(world, point);
    if (played.died || reaches(played, point) || left === 0) return played;
  }
}

function reaches({ steps }: Play, { step, when }: CrashPoint): boolean {
  const counted = when === "before" ? steps : steps.filter(({ lasting }) => lasting);
  return counted.length >= step;
}

function crashPoints({ steps }: Play): CrashPoint[] {
  const lasting = steps.filter((step) => step.lasting);
  return [
    ...steps.map((_, i) => ({ step: i + 1, when: "before" as const })),
    ...lasting.map((_, i) => ({ step: i + 1, when: "after" as const })),
  ];
}
