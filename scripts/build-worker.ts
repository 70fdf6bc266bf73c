import { build } from "esbuild";

/**
 * Bundles the programs that run without the sources: dist/worker.js, dist/migrate.js and dist/rotate-keys.js. Packages stay outside, so
 * node_modules has to lie beside them. Run with --enable-source-maps to see our own lines in a stack.
 */
await build({
  entryPoints: {
    worker: "workers/main.ts",
    migrate: "scripts/migrate.ts",
    "rotate-keys": "scripts/keys/rotate.ts",
  },
  outdir: "dist",
  bundle: true,
  packages: "external",
  platform: "node",
  format: "esm",
  target: "node20",
  sourcemap: true,
  logLevel: "info",
});
