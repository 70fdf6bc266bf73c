import { readBlocks, writeBlocks } from "./page-blocks";

const page = `# A page

<!-- computed: one -->
old $1 words
<!-- end of one -->

In between.

<!-- computed: two -->

| a | b |

<!-- end of two -->
`;

test("parts are read by name, without the empty lines around them", () => {
  expect([...readBlocks(page)]).toEqual([
    ["one", "old $1 words"],
    ["two", "| a | b |"],
  ]);
});

test("only the parts that are given change, and they read back as they were given", () => {
  const written = writeBlocks(page, new Map([["two", "new $& words"]]));
  expect(readBlocks(written).get("two")).toBe("new $& words");
  expect(readBlocks(written).get("one")).toBe("old $1 words");
  expect(written).toContain("# A page\n\n<!--");
  expect(written).toContain("\n\nIn between.\n\n");
  expect(writeBlocks(written, new Map([["two", "new $& words"]]))).toBe(written);
});

test("a part without a place is not lost in silence, nor one whose end is missing", () => {
  expect(() => writeBlocks(page, new Map([["three", "words"]]))).toThrow("three");
  const open = page.replace("<!-- end of two -->", "");
  expect(() => writeBlocks(open, new Map([["two", "words"]]))).toThrow("two");
});
