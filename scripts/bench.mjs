import { launch } from "./bootstrap/launch.mjs";

await launch("scripts/bench/main.ts");
