import { launch } from "./bootstrap/launch.mjs";

await launch("scripts/demo/main.ts");
