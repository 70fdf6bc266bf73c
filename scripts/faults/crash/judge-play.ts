import { checkRecorded, checkSeen } from "../checker/check-seen";
import { findCallsBeyond } from "../checker/invariants/call-limits";
import { missingFrom } from "../checker/invariants/missing-from";
import type { Seen, SeenCall, Violation } from "../checker/seen";
import type { Play } from "./play";
import type { Step } from "./relay/course";

/** What was promised and did not hold in a play; `undisturbed`: the same one without a crash. */
export function judgePlay(play: Play, undisturbed: Play): Violation[] {
  const { seen, record } = play.outcome;
  const due = undisturbed.outcome.seen;
  return [
    ...checkSeen({ ...seen, mailsDue: due.mails }),
    ...checkRecorded(record.recorded, seen.writes),
    ...findCallsBeyond({
      calls: play.outcome.calls,
      minimum: countCalls(undisturbed.outcome.calls) + play.readBack * callsToReadBack[seen.psa],
      crashes: play.died ? 1 : 0,
      pageCalls: readingCalls(undisturbed.steps),
    }),
    ...findDifferences("I1", "The PSA", linesOf(due), linesOf(seen)),
    ...findDifferences("I5", "A mail", bodiesOf(due), bodiesOf(seen)),
    ...findDifferences("I10", "The record", undisturbed.outcome.record.standing, record.standing),
  ];
}

/** A line or item is asked for by itself; of a contract its record, services, units and their names are. */
const callsToReadBack = { connectwise: 1, autotask: 4 } as const;

function countCalls(calls: SeenCall[]): number {
  return calls.reduce((sum, one) => sum + one.calls, 0);
}

/** These few customers are one page, which a second worker reads again whole. */
function readingCalls(steps: Step[]): number {
  return steps.filter(({ kind, lasting }) => kind === "exchange" && !lasting).length;
}

/** What stands in the PSA; ids are given in the order of creation, which may be another one. */
function linesOf({ agreements }: Seen): string[] {
  return agreements.flatMap(({ agreementId, after }) =>
    after.map(({ id: _, ...line }) => `${agreementId}: ${JSON.stringify(line)}`),
  );
}

function bodiesOf({ mails }: Seen): string[] {
  return mails.map(({ body }) => body);
}

function findDifferences(
  invariant: Violation["invariant"],
  of: string,
  wanted: string[],
  is: string[],
): Violation[] {
  const [lacks, has] = [missingFrom(is, wanted), missingFrom(wanted, is)];
  if (lacks.length + has.length === 0) return [];
  return [{ invariant, says: `${of} is another than without a crash.`, data: { lacks, has } }];
}
