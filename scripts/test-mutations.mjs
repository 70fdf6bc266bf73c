import { launch } from "./bootstrap/launch.mjs";

await launch("scripts/mutations/main.ts");
