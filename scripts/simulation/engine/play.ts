import { drizzle } from "drizzle-orm/node-postgres";
import type { Database } from "@/db/client";
import * as schema from "@/db/schema";
import { MINUTE, SECOND } from "@/lib/clock";
import type { Fault } from "../schedule/faults";
import type { Schedule, WorldEvent } from "../schedule/schedule";
import { createWorld, type World } from "../world/world";
import type { SimulatedDatabase } from "./database";
import { Person } from "./person";
import { Queue } from "./queue";
import type { Sabotage } from "./sabotage";
import { type Seeded, seedOrganisation } from "./seed";
import { type Parked, Steps } from "./steps";
import { type SimulatedWorker, startWorker } from "./worker";

/** What a schedule came to, for those who judge it. */
export type Played = {
  world: World;
  of: Seeded;
  owner: Database;
  trace: readonly string[];
  /** What a job threw that no fault of the schedule explains. */
  thrown: string[];
  steps: number;
};

const begins = Date.parse("2026-11-05T00:00:00Z");

/** No schedule needs so many steps: the workers turn in a circle. */
const mostSteps = 20_000;

/** After this long at rest even the slowest write has arrived. */
const restMs = 10 * MINUTE;

/** Plays a schedule to its end: the faults, then calm, until nothing is to be done any more. */
export async function playSchedule(
  database: SimulatedDatabase,
  schedule: Schedule,
  sabotage: Sabotage = {},
): Promise<Played> {
  await database.clear();
  const owner: Database = drizzle(database.owner, { schema });
  const steps = new Steps(begins);
  const world = createWorld(schedule.world);
  await database.owner.query(`set sim.now = '${new Date(begins).toISOString()}'`);
  const of = await seedOrganisation(owner, schedule.world, new Date(begins));
  const play = new Play(database, schedule, { steps, world, of, owner, sabotage });
  try {
    await play.through();
  } finally {
    play.endAll();
    await steps.settle();
  }
  return { world, of, owner, trace: steps.trace, thrown: play.thrown, steps: steps.taken };
}

type Stage = { steps: Steps; world: World; of: Seeded; owner: Database; sabotage: Sabotage };

class Play {
  readonly thrown: string[] = [];
  private workers: SimulatedWorker[] = [];
  private started = 0;
  private readonly queue: Queue;
  private readonly person: Person;
  private armed: Fault[] = [];
  private coming: Schedule["disturbances"];
  private lastDisturbed = 0;
  private readonly random: () => number;

  constructor(
    private readonly database: SimulatedDatabase,
    private readonly schedule: Schedule,
    private readonly stage: Stage,
  ) {
    this.queue = new Queue(database.owner, stage.steps);
    this.person = new Person(database.owner, stage);
    this.coming = [...schedule.disturbances];
    this.random = generator(schedule.turns);
    stage.steps.faultAtCommit = (changes) =>
      this.claim((fault) => fault.on === "commit" && changes.includes(fault.of));
  }

  async through(): Promise<void> {
    await this.person.askFor("customers");
    await this.goOn();
    this.armed = [];
    this.stage.steps.note("calm");
    await this.person.turnAllOn();
    await this.person.includeAll();
    this.stage.steps.now += restMs;
    await this.goOn();
    await this.person.askFor("products");
    await this.person.askFor("customers");
    await this.goOn();
    // What is approved may bring the next question.
    for (let round = 0; round < 4 && (await this.person.approve()) > 0; round += 1) await this.goOn();
  }

  endAll(): void {
    for (const { process } of this.workers) this.stage.steps.end(process);
    this.workers = [];
  }

  /** Until nothing is left to be done, and nothing is to come. */
  private async goOn(): Promise<void> {
    const { steps } = this.stage;
    for (;;) {
      await steps.settle();
      if (steps.taken > mostSteps) throw new Error("The schedule does not come to an end.");
      this.keepWorkers();
      this.arrive();
      await this.disturb(false);
      await this.queue.turn();
      if (this.takeOne()) continue;
      if (await this.passTime()) continue;
      if (!(await this.disturb(true))) return;
    }
  }

  private keepWorkers(): void {
    const { steps, world, sabotage } = this.stage;
    this.workers = this.workers.filter(({ process }) => process.alive);
    while (this.workers.length < this.schedule.workers) {
      this.started += 1;
      this.workers.push(
        startWorker(`worker-${this.started}`, {
          steps,
          sessions: this.database.workers,
          world,
          sabotage,
          onFault: (error) => this.noteThrown(error),
        }),
      );
    }
  }

  private noteThrown(error: unknown): void {
    const texts = [error, error instanceof Error ? error.cause : undefined].map(String);
    this.stage.steps.note(`threw ${texts[0]}`);
    if (!texts.some((text) => text.includes("The simulated database"))) {
      this.thrown.push(error instanceof Error ? (error.stack ?? texts.join("; ")) : texts.join("; "));
    }
  }

  private arrive(): void {
    const { steps, world } = this.stage;
    for (const landing of world.landings.filter(({ at }) => at <= steps.now)) {
      steps.note("a write arrives late");
      landing.land();
      world.landings.splice(world.landings.indexOf(landing), 1);
    }
    for (const { process } of this.workers) {
      if (process.pausedUntil !== null && process.pausedUntil <= steps.now) process.pausedUntil = null;
    }
  }

  /** What is due of the disturbances; at rest the next one, whenever it was to come. False: there is none. */
  private async disturb(atRest: boolean): Promise<boolean> {
    const { steps } = this.stage;
    let any = false;
    for (;;) {
      const [next] = this.coming;
      if (!next) return any;
      const isDue = steps.taken - this.lastDisturbed >= next.after || (atRest && !any);
      if (!isDue) return any;
      any = true;
      this.coming.shift();
      this.lastDisturbed = steps.taken;
      if ("event" in next.what) await this.happen(next.what);
      else this.armed.push(next.what);
    }
  }

  private async happen(what: WorldEvent): Promise<void> {
    const { steps } = this.stage;
    steps.note(`EVENT ${JSON.stringify(what)}`);
    switch (what.event) {
      case "lose_bells":
        return this.queue.lose();
      case "double_bells":
        return this.queue.double();
      case "outage":
        for (const { process } of this.workers) steps.end(process);
        this.queue.lose();
        steps.now += what.ms;
        return;
      case "time_passes":
        steps.now += what.ms;
        return;
      default:
        return this.person.act(what);
    }
  }

  /** One step of a worker, or a job that begins. False: nobody can do anything now. */
  private takeOne(): boolean {
    const { steps } = this.stage;
    const parked = steps.ready();
    const free = this.workers.filter(({ process, jobs }) => process.pausedUntil === null && jobs < 3);
    const deliveries = free.length > 0 ? this.queue.size : 0;
    const count = parked.length + deliveries;
    if (count === 0) return false;
    const choice = Math.floor(this.random() * count);
    const one = parked[choice];
    if (one) this.step(one);
    else {
      const worker = free[Math.floor(this.random() * free.length)];
      if (worker) this.queue.deliver(choice - parked.length, worker);
    }
    return true;
  }

  private step(one: Parked): void {
    const { steps } = this.stage;
    const fault = this.claim(
      ({ on }) => on === one.kind || (on === "any" && one.kind !== "wait" && one.kind !== "answer"),
    );
    if (fault?.kind === "end_before") {
      steps.note(`${one.process.name} is killed before ${one.kind} ${one.says}`);
      steps.end(one.process);
    } else if (fault?.kind === "pause_before") {
      steps.note(`${one.process.name} is paused for ${fault.ms} before ${one.kind} ${one.says}`);
      one.process.pausedUntil = steps.now + fault.ms;
    } else {
      steps.take(one, fault);
    }
  }

  private claim(suits: (fault: Fault) => boolean): Fault | null {
    const index = this.armed.findIndex(suits);
    const [fault = null] = index < 0 ? [] : this.armed.splice(index, 1);
    return fault;
  }

  /** Goes on to the next time at which something happens. False: nothing will. */
  private async passTime(): Promise<boolean> {
    const { steps, world } = this.stage;
    const times = [
      ...steps.parked.filter(({ process }) => process.pausedUntil === null).map(({ readyAt }) => readyAt),
      ...this.workers.flatMap(({ process }) => process.pausedUntil ?? []),
      ...world.landings.map(({ at }) => at),
    ];
    const due = await this.queue.nextDue();
    if (due !== null) times.push(Math.max(due, steps.now + 2 * SECOND));
    if (times.length === 0) return false;
    steps.now = Math.max(steps.now + 1, Math.min(...times));
    return true;
  }
}

/** Mulberry32; a seed of 0 always chooses the first. */
function generator(seed: number): () => number {
  if (seed === 0) return () => 0;
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}
