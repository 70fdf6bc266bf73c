import { Pool, type PoolClient } from "pg";
import type { Process, Steps } from "./steps";

type Connected = (
  error: Error | undefined,
  client: PoolClient | undefined,
  done: (release?: unknown) => void,
) => void;

/**
 * A worker's pool: each transaction is a step of the schedule and runs to its commit without another one in between.
 * It may be refused, or its commit may be made and the answer be lost, or come to a process that was paused meanwhile.
 */
export class GatedPool extends Pool {
  constructor(
    private readonly steps: Steps,
    private readonly process: Process,
    private readonly shared: Pool,
    private readonly rewrite: (sql: string) => string,
  ) {
    super({ max: 1 });
  }

  override connect(): Promise<PoolClient>;
  override connect(callback: Connected): void;
  override connect(callback?: Connected): Promise<PoolClient> | undefined {
    const granted = this.grant();
    if (!callback) return granted;
    granted.then(
      (client) => callback(undefined, client, (error) => client.release(error instanceof Error)),
      (error: unknown) => callback(error instanceof Error ? error : new Error(), undefined, () => undefined),
    );
  }

  private async grant(): Promise<PoolClient> {
    const { steps, process, shared } = this;
    const fault = await steps.enter(process, "sql", "");
    if (fault?.kind === "refused") throw new Error("The simulated database is away.");
    steps.begin();
    const session = new Session(await shared.connect(), steps, process);
    return watched(session, this.rewrite, () => this.afterCommit(session));
  }

  private async afterCommit(session: Session): Promise<void> {
    const { steps, process } = this;
    const fault = steps.faultAtCommit(session.says);
    steps.note(`${process.name}   …${session.says}`, fault);
    if (fault?.kind === "commit_lost") throw new Error("The simulated database's answer was lost.");
    if (fault?.kind !== "end_after" && fault?.kind !== "pause_after") return;
    if (fault.kind === "pause_after") process.pausedUntil = steps.now + fault.ms;
    const goOn = session.rest();
    if (fault.kind === "end_after") steps.end(process);
    await steps.enter(process, "answer", "to the commit");
    goOn();
  }
}

/** A session of the database in the hands of one worker. */
class Session {
  says = "";
  private isBusy = true;
  private isTimed = false;

  constructor(
    readonly client: PoolClient,
    private readonly steps: Steps,
    private readonly process: Process,
  ) {}

  /** The first statement takes the simulated time along; a transaction's in one go. */
  textOf(text: string): string {
    if (this.isTimed) return text;
    this.isTimed = true;
    const setTime = `set sim.now = '${new Date(this.steps.now).toISOString()}'`;
    if (text === "begin") return `${setTime}; begin`;
    void this.client.query(setTime);
    return text;
  }

  note(text: string): void {
    const [, verb, table] = /^(insert into|update|delete from) "?(\w+)/.exec(text) ?? [];
    // Reading is not worth a word.
    if (verb) this.says += ` ${verb} ${table}`;
  }

  /** It stays in the worker's hands, with nothing to do; gives what goes on. */
  rest(): () => void {
    const { steps, process } = this;
    const letGo = () => this.client.release();
    this.isBusy = false;
    steps.done();
    process.onEnd.add(letGo);
    return () => {
      process.onEnd.delete(letGo);
      this.isBusy = true;
      steps.begin();
    };
  }

  release(): void {
    this.client.release();
    if (this.isBusy) this.steps.done();
  }
}

/** The session as the product uses it, with an eye on its commit and its end. */
function watched(
  session: Session,
  rewrite: (sql: string) => string,
  afterCommit: () => Promise<void>,
): PoolClient {
  return new Proxy(session.client, {
    get(target, name) {
      if (name === "release") return () => session.release();
      const value: unknown = Reflect.get(target, name, target);
      if (typeof value !== "function") return value;
      if (name !== "query") return value.bind(target);
      return (query: unknown, ...rest: unknown[]) => {
        const text = textOf(query);
        session.note(text);
        const timed = session.textOf(rewrite(text));
        const answer: unknown = Reflect.apply(value, target, [withText(query, timed), ...rest]);
        if (text !== "commit" || !(answer instanceof Promise)) return answer;
        return answer.then(async (result: unknown) => {
          await afterCommit();
          return result;
        });
      };
    },
  });
}

function textOf(query: unknown): string {
  if (typeof query === "string") return query;
  return typeof query === "object" && query !== null && "text" in query ? String(query.text) : "";
}

function withText(query: unknown, text: string): unknown {
  return typeof query === "object" && query !== null ? { ...query, text } : text;
}
