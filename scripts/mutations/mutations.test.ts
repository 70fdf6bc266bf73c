import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { kindOf } from "../test/selection";
import { mutations } from "./mutations";
import { replaceOnce } from "./source-copy";

test.each(mutations.map((mutation) => [mutation.name, mutation] as const))(
  "%s: its text stands once where it is taken away, and its tests are there",
  (_, { file, text, without, tests }) => {
    const source = readFileSync(file, "utf8");
    expect(replaceOnce(source, text, without, file)).not.toBe(source);
    const folder = path.dirname(tests.path);
    const found = existsSync(folder)
      ? readdirSync(folder).filter((name) => path.join(folder, name).startsWith(tests.path))
      : [];
    expect(found.filter((name) => name.includes(".test.")).map(kindOf)).toContain(tests.kind);
  },
);

test("a text that is gone, or is there twice, is told", () => {
  expect(() => replaceOnce("a b", "c", "", "file.ts")).toThrow("file.ts does not hold this any more: c");
  expect(() => replaceOnce("a b a", "a", "", "file.ts")).toThrow("file.ts holds this more than once: a");
  expect(replaceOnce("a b", "a", "$&", "file.ts")).toBe("$& b");
});
