import type { DraftIssue } from "./item-draft";

/** Stops the whole run: it could not do its work, and this issue says why. */
export class RunProblem extends Error {
  constructor(readonly issue: DraftIssue) {
    super(`The run stopped: ${issue.code}`);
    this.name = "RunProblem";
  }
}

/** The worker is to stop: the run is left for the next one. */
export class WorkerStopping extends Error {
  constructor() {
    super("The worker is stopping.");
    this.name = "WorkerStopping";
  }
}

/** The customers run has found products that no products run has looked at: that comes first, and then this one again. */
export class ProductsComeFirst extends Error {
  constructor() {
    super("A products run comes first.");
    this.name = "ProductsComeFirst";
  }
}

/** The run has given its place to another one that waited, and is in line again: the next turn goes on where it was. */
export class RunYielded extends Error {
  constructor() {
    super("The run has given its place to another one.");
    this.name = "RunYielded";
  }
}

/** One worker after the other took the run up and left it without a word: it is not given to a next one. */
export class NoProgress extends Error {
  constructor() {
    super("No worker gets any further with this run.");
    this.name = "NoProgress";
  }
}
