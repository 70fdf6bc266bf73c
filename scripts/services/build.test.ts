import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { hashInputs } from "./build";

const root = mkdtempSync(path.join(tmpdir(), "build "));
afterAll(() => rmSync(root, { recursive: true }));

function write(file: string, text: string): string {
  mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
  writeFileSync(path.join(root, file), text);
  return hashInputs(root);
}

test("what goes into the portal makes its build stale, what does not leaves it alone", () => {
  const first = write("app/page.tsx", "one");
  expect(write("app/page.tsx", "one")).toBe(first);

  const changed = write("app/page.tsx", "two");
  expect(changed).not.toBe(first);
  const added = write("workers/queues/bells.ts", "new");
  expect(added).not.toBe(changed);

  expect(write("app/page.test.tsx", "a test")).toBe(added);
  expect(write("workers/jobs/send-mail.ts", "the worker's own")).toBe(added);
  expect(write("README.md", "words")).toBe(added);
});

test("text that moves from one file to another is a change", () => {
  write("lib/a.ts", "xy");
  const before = write("lib/b.ts", "");
  write("lib/a.ts", "x");
  expect(write("lib/b.ts", "y")).not.toBe(before);
});
