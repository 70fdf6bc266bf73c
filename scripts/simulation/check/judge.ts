import type { Client } from "pg";
import type { Played } from "../engine/play";
import type { Schedule } from "../schedule/schedule";
import { checkMails } from "./check-mails";
import { checkPsa } from "./check-psa";
import { checkRuns } from "./check-runs";
import { checkWrites } from "./check-writes";
import { readHistory } from "./history";
import type { Failure } from "./judged";

/** Everything that was promised and did not hold in a schedule that was played. */
export async function judge(schedule: Schedule, played: Played, session: Client): Promise<Failure[]> {
  const judged = { schedule, world: played.world, history: await readHistory(played.owner, session) };
  return [
    ...played.thrown.map((details) => ({ rule: "no job throws", details })),
    ...checkPsa(judged),
    ...checkWrites(judged),
    ...checkRuns(judged),
    ...checkMails(judged),
  ];
}
