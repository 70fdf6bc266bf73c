import { launch } from "./bootstrap/launch.mjs";

await launch("scripts/check/main.ts");
