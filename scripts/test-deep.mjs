import process from "node:process";
import { launch } from "./bootstrap/launch.mjs";

// The properties with many more generated cases than `npm test` tries; PROPERTY_SEED repeats a run.
process.env.PROPERTY_RUNS ??= "10000";
if (process.argv.length === 2) process.argv.push("--testPathPatterns", "\\.property\\.");
await launch("scripts/test/main.ts");
