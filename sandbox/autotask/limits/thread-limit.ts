import { tooManyThreads } from "../refusal";
import type { AutotaskSettings } from "../settings";

/** Calls under way, by integration code and entity. */
export class ThreadLimit {
  private readonly running = new Map<string, number>();

  /** Throws the refusal of one thread too many; else answers what ends the call. */
  enter(key: string, { threads, threadRefusalStatus }: AutotaskSettings): () => void {
    const count = this.running.get(key) ?? 0;
    if (count >= threads) throw tooManyThreads(threadRefusalStatus, threads);
    this.running.set(key, count + 1);
    return () => {
      this.running.set(key, (this.running.get(key) ?? 1) - 1);
    };
  }
}
