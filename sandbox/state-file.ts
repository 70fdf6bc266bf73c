import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { z } from "zod";

const format = 1;
const fileShape = z.object({ format: z.literal(format), state: z.unknown() });
/** Writes that follow one another are saved together. */
const debounceMs = 250;

/** Keeps a state in a file, so that it survives a restart. Each save replaces the file as a whole. */
export class StateFile {
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly path: string,
    private readonly snapshot: () => unknown,
  ) {}

  /** The saved state, or undefined when there is no file yet. Throws when the file cannot be read. */
  read(): unknown {
    if (!existsSync(this.path)) return undefined;
    try {
      return fileShape.parse(JSON.parse(readFileSync(this.path, "utf8"))).state;
    } catch (cause) {
      throw new Error(`The state file ${this.path} cannot be read; delete it to start afresh.`, { cause });
    }
  }

  saveSoon(): void {
    this.timer ??= setTimeout(() => this.save(), debounceMs);
  }

  save(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    mkdirSync(dirname(this.path), { recursive: true });
    const draft = `${this.path}.${process.pid}.tmp`;
    writeFileSync(draft, JSON.stringify({ format, state: this.snapshot() }));
    renameSync(draft, this.path);
  }
}
