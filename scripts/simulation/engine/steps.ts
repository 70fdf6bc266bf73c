import { setImmediate as turn } from "node:timers/promises";
import type { Fault } from "../schedule/faults";

/** What a simulated worker asks of its surroundings; each is a step that the schedule lets happen. */
export type StepKind = "sql" | "psa_read" | "psa_write" | "source" | "mail" | "wait" | "answer";

/** A worker's process: it may be paused as by SIGSTOP, or end as by SIGKILL; what it waits for never comes then. */
export type Process = {
  name: string;
  alive: boolean;
  /** null: it runs. */
  pausedUntil: number | null;
  /** Lets go of what a process that ended had in its hands. */
  onEnd: Set<() => void>;
};

/** Work of a process that waits for its step. */
export type Parked = {
  process: Process;
  kind: StepKind;
  says: string;
  /** A wait is over at this time; 0 for anything else. */
  readyAt: number;
  go: (fault: Fault | null) => void;
};

/** How long a step takes by the simulated clock, in milliseconds. */
const lasts: Record<StepKind, number> = {
  sql: 2,
  answer: 0,
  wait: 0,
  mail: 90,
  source: 150,
  psa_read: 80,
  psa_write: 120,
};

const nothing = () => undefined;

/**
 * Holds all work of the simulated workers at its steps and lets one go on at a time: whatever the machine does, the same
 * choices give the same history. Owns the time.
 */
export class Steps {
  parked: Parked[] = [];
  taken = 0;
  readonly trace: string[] = [];
  /** What is to go wrong with a commit of these changes. */
  faultAtCommit: (changes: string) => Fault | null = () => null;
  private busy = 0;
  private wake: () => void = nothing;

  constructor(public now: number) {}

  /** Parks until the schedule lets this step happen; with what is to go wrong in it. Never comes back for a process that ended. */
  enter(process: Process, kind: StepKind, says: string): Promise<Fault | null> {
    return new Promise((go) => {
      if (process.alive) this.parked.push({ process, kind, says, readyAt: 0, go });
    });
  }

  /** Waits by the simulated clock; less when the signal says so. */
  async sleep(process: Process, ms: number, signal?: AbortSignal): Promise<void> {
    if (signal?.aborted) return;
    await new Promise<void>((resolve) => {
      const wokenUp = () => {
        callOff();
        if (process.alive) resolve();
      };
      const callOff = this.after(process, ms, () => {
        signal?.removeEventListener("abort", wokenUp);
        resolve();
      });
      signal?.addEventListener("abort", wokenUp, { once: true });
    });
  }

  /** Calls back at a later time of the simulated clock; gives what calls it off. */
  after(process: Process, ms: number, work: () => void): () => void {
    const waiting: Parked = {
      process,
      kind: "wait",
      says: `${ms} ms`,
      readyAt: this.now + Math.max(ms, 1),
      go: work,
    };
    if (process.alive) this.parked.push(waiting);
    return () => {
      this.parked = this.parked.filter((one) => one !== waiting);
    };
  }

  /** Those that may go on now. */
  ready(): Parked[] {
    return this.parked.filter(({ process, readyAt }) => process.pausedUntil === null && readyAt <= this.now);
  }

  take(one: Parked, fault: Fault | null): void {
    this.parked = this.parked.filter((other) => other !== one);
    this.taken += 1;
    this.now += lasts[one.kind];
    if (one.kind !== "wait" || fault) this.note(`${one.process.name} ${one.kind} ${one.says}`, fault);
    one.go(fault);
  }

  note(says: string, fault?: Fault | null): void {
    const at = new Date(this.now).toISOString().slice(5, 23);
    this.trace.push(`${at} ${says}${fault ? `  ← ${JSON.stringify(fault)}` : ""}`);
  }

  /** As by SIGKILL: nothing that it waits for comes, and it does nothing more. */
  end(process: Process): void {
    process.alive = false;
    this.parked = this.parked.filter((one) => one.process !== process);
    for (const letGo of process.onEnd) letGo();
    process.onEnd.clear();
  }

  /** Real work outside of this process begins: a statement of SQL. */
  begin(): void {
    this.busy += 1;
  }

  done(): void {
    this.busy -= 1;
    if (this.busy === 0) this.wake();
  }

  /** Waits until all that could go on by itself stands at a step again. */
  async settle(): Promise<void> {
    do {
      if (this.busy > 0) {
        await new Promise<void>((resolve) => {
          this.wake = resolve;
        });
      }
      await turn();
    } while (this.busy > 0);
  }
}
