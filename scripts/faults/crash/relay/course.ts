/** What a worker does that stays done: a commit of the database, or an exchange with PRISM, a PSA or the mail service. */
export type Step = {
  kind: "commit" | "exchange";
  /** Something is another than before: a read leaves nothing, and stopping after it is stopping before it. */
  lasting: boolean;
  says: string;
};

/**
 * Before a step: it never goes out; steps count from 1. After a lasting one: it has taken effect, and nobody hears of it;
 * lasting steps count from 1.
 */
export type CrashPoint = { step: number; when: "before" | "after" };

export type OpenStep = { /** False: the worker is dead, and must not hear of it. */ end: () => boolean };

/**
 * Counts the steps of one worker and kills it at its point; from there on nothing goes out or comes in. Up to a point
 * that lies before a step only one step is under way at a time, so that the point is the same state each time; up to one
 * that lies after a step they overlap as they do in life, and those under way are lost as well.
 */
export class Course {
  readonly steps: Step[] = [];
  readonly died: Promise<void>;
  private dead = false;
  private ended = 0;
  private last: Promise<void> = Promise.resolve();
  private tellDeath = () => {};

  constructor(private readonly point: CrashPoint | null) {
    this.died = new Promise((resolve) => {
      this.tellDeath = resolve;
    });
  }

  get isDead(): boolean {
    return this.dead;
  }

  /** Waits for the step's turn; null: the worker is dead, and the step must not go out. */
  async begin(step: Step): Promise<OpenStep | null> {
    const before = this.last;
    let endTurn = () => {};
    this.last = new Promise((resolve) => {
      endTurn = resolve;
    });
    if (this.point?.when !== "after") await before;
    if (this.dead) return null;
    this.steps.push(step);
    if (this.point?.when === "before" && this.steps.length === this.point.step) {
      this.kill();
      return null;
    }
    return {
      end: () => {
        endTurn();
        if (step.lasting) this.ended += 1;
        if (step.lasting && this.point?.when === "after" && this.ended === this.point.step) this.kill();
        return !this.dead;
      },
    };
  }

  kill(): void {
    this.dead = true;
    this.tellDeath();
  }
}
