import { MINUTE } from "@/lib/clock";
import type { PsaName } from "../../months/psa-books";
import { tellViolations } from "../checker/check-seen";
import { judgePlay } from "./judge-play";
import { type Play, play } from "./play";
import { buildReferenceWorld, type ReferenceWorld } from "./reference-world";
import type { CrashPoint } from "./relay/course";

/** So many parts have the same share of all points each. */
const parts = 12;

/** A slow and busy machine takes so long for a part. */
const longest = 15 * MINUTE;

/**
 * Plays a month once without a crash, then once for each point at which its worker may die: before each commit and
 * exchange, and after each that leaves something.
 */
export function proveCrashes(psa: PsaName): void {
  let world: ReferenceWorld;
  let undisturbed: Play;

  beforeAll(async () => {
    world = await buildReferenceWorld(psa);
    undisturbed = await play(world, null);
    const { length: steps } = undisturbed.steps;
    const { length: points } = crashPoints(undisturbed);
    process.stderr.write(`${psa}: ${steps} commits and exchanges, ${points} crash points\n`);
  }, longest);
  afterAll(() => world.close());

  test("without a crash nothing is left to tell", () => {
    expect(tellViolations(judgePlay(undisturbed, undisturbed))).toEqual([]);
  });

  test.each(Array.from({ length: parts }, (_, i) => i))(
    "nothing is doubled, lost or told wrong after a crash, part %i",
    async (part) => {
      const points = crashPoints(undisturbed).filter((_, i) => i % parts === part);
      expect(points.length).toBeGreaterThan(0);
      const found: string[] = [];
      for (const point of points) {
        const says = `${point.when} step ${point.step}`;
        const crashed = await play(world, point);
        if (!crashed.died) found.push(`${says}: the worker lived.`);
        const last = crashed.steps.at(-1)?.says ?? "";
        found.push(
          ...tellViolations(judgePlay(crashed, undisturbed)).map((text) => `${says} (${last}): ${text}`),
        );
      }
      expect(found).toEqual([]);
    },
    longest,
  );
}

function crashPoints({ steps }: Play): CrashPoint[] {
  const lasting = steps.filter((step) => step.lasting);
  return [
    ...steps.map((_, i) => ({ step: i + 1, when: "before" as const })),
    ...lasting.map((_, i) => ({ step: i + 1, when: "after" as const })),
  ];
}
