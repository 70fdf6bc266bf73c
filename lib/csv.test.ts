import { csvLine } from "@/lib/csv";

it.each([
  ["=1+1", "'=1+1"],
  ["+61 2 5550", "'+61 2 5550"],
  ["-1+cmd", "'-1+cmd"],
  ["@SUM(A1)", "'@SUM(A1)"],
  [" =1", "' =1"],
  ["\t=1", "'\t=1"],
  ["-12.50", "-12.50"],
  ["0.03", "0.03"],
  ["a = b", "a = b"],
  ["Smith, “Jo” & Sons", '"Smith, “Jo” & Sons"'],
  ['6" pipe', '"6"" pipe"'],
  ["two\nlines", '"two\nlines"'],
  ['=HYPERLINK("x")', `"'=HYPERLINK(""x"")"`],
  [null, ""],
  [7, "7"],
])("the cell %j is written as %j", (cell, written) => {
  expect(csvLine([cell, "x"])).toBe(`${written},x\r\n`);
});
