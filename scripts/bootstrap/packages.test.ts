import { isInstalled } from "./packages.mjs";

const wanted = {
  "": { version: "0.1.0" },
  "node_modules/pg": { version: "8.23.1" },
  "node_modules/@esbuild/darwin-arm64": { version: "0.28.2", optional: true },
};

test("all there, save what is for another platform", () => {
  expect(isInstalled(wanted, { "node_modules/pg": { version: "8.23.1" } })).toBe(true);
});

test("a package of another version, or none, asks for npm ci", () => {
  expect(isInstalled(wanted, { "node_modules/pg": { version: "8.23.0" } })).toBe(false);
  expect(isInstalled(wanted, {})).toBe(false);
});

test("an optional package of another version asks for npm ci too", () => {
  const installed = {
    "node_modules/pg": { version: "8.23.1" },
    "node_modules/@esbuild/darwin-arm64": { version: "0.27.0" },
  };
  expect(isInstalled(wanted, installed)).toBe(false);
});
