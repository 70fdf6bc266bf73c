import { demoPaths, readSettings } from "../demo/state";

/** Without settings of its own, the command takes those of the demo that was started in this folder. */
export function loadDemoEnvironment(): void {
  if (process.env.DATABASE_URL) return;
  const settings = readSettings(demoPaths(process.cwd()));
  for (const [name, value] of Object.entries(settings ?? {})) process.env[name] ??= value;
  // The run's own words are printed; the log would only repeat them.
  process.env.LOG_LEVEL ??= "error";
}
