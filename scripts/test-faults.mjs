import process from "node:process";
import { launch } from "./bootstrap/launch.mjs";

// What kills processes, cuts connections and loses answers: minutes long, so not part of `npm test`.
process.argv.push("--selectProjects", "plays", "faults");
await launch("scripts/test/main.ts");
