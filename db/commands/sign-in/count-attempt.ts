import { sql } from "drizzle-orm";
import type { Database } from "@/db/client";
import { attempts } from "@/db/schema";
import { hashToken } from "@/lib/auth/tokens";
import { MINUTE } from "@/lib/clock";

/** How often each thing may be tried within its window; a try beyond that is not looked at. */
export const attemptLimits = {
  /** Links asked for with one address from one network, and from one network. */
  link_by_account: { most: 10, windowMs: 60 * MINUTE },
  link_by_network: { most: 60, windowMs: 60 * MINUTE },
  /** Links pressed for one address from one network, and from one network. */
  confirm_by_account: { most: 20, windowMs: 15 * MINUTE },
  confirm_by_network: { most: 100, windowMs: 15 * MINUTE },
  /** Failed sign-ins of one address, from anywhere, that are noted in the audit. */
  failure_noted: { most: 20, windowMs: 15 * MINUTE },
  /** Codes of a second factor for one person. */
  second_factor: { most: 8, windowMs: 15 * MINUTE },
} as const;

export type AttemptKind = keyof typeof attemptLimits;

/** Ended windows that one attempt clears away at most, so that the table stays as small as what goes on. */
const clearedAtOnce = 20;

/**
 * Counts an attempt and answers whether it may go on: at most so many in a window, which begins with the first.
 * `subject` is a normalised e-mail address, a network address or both, or a person, and is stored by its hash. One statement, so that attempts at once count.
 */
export async function countAttempt(db: Database, kind: AttemptKind, subject: string): Promise<boolean> {
  const { most, windowMs } = attemptLimits[kind];
  const end = sql`clock_timestamp() + make_interval(secs => ${windowMs / 1000})`;
  const over = sql`${attempts.endsAt} <= clock_timestamp()`;
  const [counted] = await db
    .insert(attempts)
    .values({ kind, subjectHash: hashToken(subject), count: 1, endsAt: end })
    .onConflictDoUpdate({
      target: [attempts.kind, attempts.subjectHash],
      set: {
        count: sql`case when ${over} then 1 else ${attempts.count} + 1 end`,
        endsAt: sql`case when ${over} then ${end} else ${attempts.endsAt} end`,
      },
    })
    .returning({ count: attempts.count });
  await db.execute(sql`delete from attempts where ctid = any (array(
    select ctid from attempts where ends_at < clock_timestamp() limit ${clearedAtOnce} for update skip locked))`);
  return counted !== undefined && counted.count <= most;
}
