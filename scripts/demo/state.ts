import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { z } from "zod";
import { isPortFree } from "../machine/ports";
import { sandboxPortCount } from "../services/sandboxes";
import { makeSecrets, productSecrets } from "../services/secrets";
import { type DemoOptions, scenarios } from "./options";

const state = z.object({
  scenario: z.enum(scenarios),
  sandboxPorts: z.int(),
  /** Where the PSAs' stand-ins listened last; the demo's connections name it. */
  connectwiseUrl: z.url().optional(),
  autotaskUrl: z.url().optional(),
  secrets: productSecrets,
});

/** What the demo made at its first start and keeps: its scenario, the stand-ins' ports, its secrets. */
export type DemoState = z.infer<typeof state>;

export type DemoPaths = ReturnType<typeof demoPaths>;

export function demoPaths(root: string) {
  const data = path.join(root, ".data");
  return {
    state: path.join(data, "demo.json"),
    postgres: path.join(data, "postgres"),
    sandbox: path.join(data, "sandbox.json"),
    logs: path.join(data, "logs"),
    run: path.join(data, "run"),
    /** The worker's settings, for the commands of the terminal. */
    settings: path.join(data, "settings.json"),
  };
}

export function throwAway(paths: DemoPaths): void {
  const { state, settings, postgres, sandbox, logs } = paths;
  for (const item of [state, settings, postgres, `${postgres}.new`, sandbox, logs]) {
    rmSync(item, { recursive: true, force: true });
  }
}

/** Reads what is kept, or makes it. Throws with words when the data on disk is of another scenario. */
export async function keepState(paths: DemoPaths, options: DemoOptions): Promise<DemoState> {
  const kept = readState(paths.state);
  if (kept && options.scenario && kept.scenario !== options.scenario) {
    throw new Error(
      `The demo here is of the scenario "${kept.scenario}". To replace it: npm run demo -- --scenario ${options.scenario} --reset`,
    );
  }
  const next: DemoState = {
    ...kept,
    scenario: kept?.scenario ?? options.scenario ?? "clean",
    sandboxPorts: await findSandboxPorts(kept?.sandboxPorts ?? 4600),
    secrets: kept?.secrets ?? makeSecrets(),
  };
  saveState(paths, next);
  return next;
}

export function saveState(paths: DemoPaths, next: DemoState): void {
  mkdirSync(path.dirname(paths.state), { recursive: true });
  writeFileSync(paths.state, `${JSON.stringify(next, null, 2)}\n`, { mode: 0o600 });
}

function readState(file: string): DemoState | undefined {
  if (!existsSync(file)) return undefined;
  try {
    return state.parse(JSON.parse(readFileSync(file, "utf8")));
  } catch (cause) {
    throw new Error(`${file} cannot be read. Start afresh: npm run demo -- --reset`, { cause });
  }
}

/** The first of a row of ports that are all free. */
async function findSandboxPorts(preferred: number): Promise<number> {
  for (let first = preferred; first < preferred + 500; first += sandboxPortCount) {
    const row = Array.from({ length: sandboxPortCount }, (_, index) => first + index);
    const free = await Promise.all(row.map(isPortFree));
    if (free.every(Boolean)) return first;
  }
  throw new Error(`No ${sandboxPortCount} free ports in a row from ${preferred} on.`);
}

/** Keeps the running demo's settings, readable by nobody else, so that `npm run sync` finds them. */
export function keepSettings(paths: DemoPaths, settings: Record<string, string>): void {
  writeFileSync(paths.settings, `${JSON.stringify(settings, null, 2)}\n`, { mode: 0o600 });
}

/** The settings of a demo that was started here; undefined when there was none. */
export function readSettings(paths: DemoPaths): Record<string, string> | undefined {
  if (!existsSync(paths.settings)) return undefined;
  return z.record(z.string(), z.string()).parse(JSON.parse(readFileSync(paths.settings, "utf8")));
}
