import { drizzle } from "drizzle-orm/node-postgres";
import type { Client } from "pg";
import type { Database } from "@/db/client";
import { takeScheduleSlot } from "@/db/commands/runs/take-schedule-slot";
import { findDueSchedules, findWaiting, type Rung, takeBells } from "@/db/queries/across-organisations";
import * as schema from "@/db/schema";
import { MINUTE, SECOND } from "@/lib/clock";
import type { Steps } from "./steps";
import type { SimulatedWorker } from "./worker";

const batch = 50;

/** The bag of bells that stands for the queue, with the passes of relay, sweeper and schedule that fill it. */
export class Queue {
  private bells: Rung[] = [];
  private delivered: Rung[] = [];
  private relayAt = 0;
  private sweepAt = 0;
  private scheduleAt = 0;
  private readonly db: Database;

  constructor(
    private readonly owner: Client,
    private readonly steps: Steps,
  ) {
    this.db = drizzle(owner, { schema });
  }

  get size(): number {
    return this.bells.length;
  }

  /** The passes whose time has come. */
  async turn(): Promise<void> {
    const { now } = this.steps;
    if (now < this.relayAt) return;
    await this.owner.query(`set sim.now = '${new Date(now).toISOString()}'`);
    this.relayAt = now + SECOND;
    this.add(await takeBells(this.db, batch));
    if (now >= this.sweepAt) {
      this.sweepAt = now + 2 * SECOND;
      this.add(await findWaiting(this.db, batch));
    }
    if (now >= this.scheduleAt) {
      this.scheduleAt = now + 0.5 * MINUTE;
      for (const due of await findDueSchedules(this.db, batch)) await takeScheduleSlot(this.db, due);
    }
  }

  /** A job's id is derived from what it is about: what waits already is not queued again. */
  private add(rung: Rung[]): void {
    for (const bell of rung) {
      const waits = this.bells.some(({ subjectId }) => subjectId === bell.subjectId);
      if (!waits) this.bells.push(bell);
    }
  }

  deliver(index: number, worker: SimulatedWorker): void {
    const [rung] = this.bells.splice(index, 1);
    if (!rung) return;
    this.delivered = [...this.delivered.slice(-4), rung];
    const { bell, orgId, subjectId } = rung;
    this.steps.note(`${worker.process.name} begins: ${bell} ${subjectId.slice(0, 8)}`);
    if (bell === "run") void worker.run();
    if (bell === "mail") void worker.mail({ orgId, mailId: subjectId });
  }

  lose(): void {
    this.bells = [];
  }

  double(): void {
    this.bells = [...this.bells, ...this.bells, ...this.delivered];
  }

  /** When the database next holds something to be done; null: nothing is open. */
  async nextDue(): Promise<number | null> {
    const { rows } = await this.owner.query<{ due: string | null }>(`
      select min(extract(epoch from due) * 1000)::text as due from (
        select case status when 'running' then lease_until else coalesce(resumes_at, queued_at) end as due
        from sync_runs where status in ('queued', 'running')
        union all select due_at from mails where state = 'due'
        union all select created_at from outbox) open`);
    const due = rows[0]?.due;
    return due == null ? null : Number(due) + 1;
  }
}
