import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { readOptions } from "./options";
import { demoPaths, keepState, throwAway } from "./state";

let root: string;
beforeEach(() => {
  root = mkdtempSync(path.join(tmpdir(), "demo state "));
});
afterEach(() => rmSync(root, { recursive: true }));

test("made once, kept from then on, readable by nobody else", async () => {
  const paths = demoPaths(root);
  const first = await keepState(paths, readOptions(["--scenario", "troubled"]));
  expect(first.scenario).toBe("troubled");
  expect(statSync(paths.state).mode & 0o777).toBe(0o600);
  expect(await keepState(paths, readOptions([]))).toEqual(first);
});

test("another scenario is not mixed into the data of the first: the way out is told", async () => {
  const paths = demoPaths(root);
  await keepState(paths, readOptions([]));
  const other = readOptions(["--scenario", "troubled"]);
  await expect(keepState(paths, other)).rejects.toThrow("npm run demo -- --scenario troubled --reset");
  throwAway(paths);
  expect((await keepState(paths, other)).scenario).toBe("troubled");
});

test("a row of ports of which one is taken gives way to the next row", async () => {
  const paths = demoPaths(root);
  const { sandboxPorts } = await keepState(paths, readOptions([]));
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(sandboxPorts + 2, "127.0.0.1", resolve));
  try {
    expect((await keepState(paths, readOptions([]))).sandboxPorts).toBeGreaterThan(sandboxPorts);
  } finally {
    server.close();
  }
});

test("a broken file is told, not overwritten", async () => {
  const paths = demoPaths(root);
  await keepState(paths, readOptions([]));
  const cut = readFileSync(paths.state, "utf8").slice(0, 40);
  writeFileSync(paths.state, cut);
  await expect(keepState(paths, readOptions([]))).rejects.toThrow("npm run demo -- --reset");
  expect(readFileSync(paths.state, "utf8")).toBe(cut);
});
