import { Problem } from "../problem";
import { compileCondition } from "./evaluate";
import type { NamedField } from "./names";
import { parseCondition } from "./parse";

type Item = { id: number; name?: string; ended?: string; open?: boolean };

const items: Item[] = [
  { id: 1, name: "Alpha", open: true },
  { id: 2, name: "beta", open: false, ended: "2026-08-31T00:00:00Z" },
  { id: 3, name: 'Say "hi"', ended: "2026-09-30T00:00:00Z" },
  { id: 4, open: true },
];

const fields: Record<string, NamedField<Item>> = {
  id: { kind: "number", read: (item) => item.id },
  name: { kind: "text", read: (item) => item.name },
  "company/name": { kind: "text", read: (item) => item.name },
  open: { kind: "flag", read: (item) => item.open },
  ended: { kind: "date", read: (item) => item.ended },
};

function find(name: string): NamedField<Item> {
  const field = fields[name];
  if (!field) throw new Error(`the test has no field ${name}`);
  return field;
}

const select = (condition: string): number[] =>
  items.filter(compileCondition(parseCondition(condition), find)).map(({ id }) => id);

test.each([
  ["id = 2", [2]],
  ["id=2", [2]],
  ["id != 2", [1, 3, 4]],
  ["id < 3", [1, 2]],
  ["id <= 3 and id >= 2", [2, 3]],
  ["id > -1", [1, 2, 3, 4]],
  ["id in (1, 4)", [1, 4]],
  ["id not in (1, 4)", [2, 3]],
  ['name = "ALPHA"', [1]],
  ["name = 'beta'", [2]],
  ['name = "Say \\"hi\\""', [3]],
  ["name like 'a*'", [1]],
  ["name like '%a'", [1, 2]],
  ["name like 'a.pha'", []],
  ["name not like 'a*'", [2, 3]],
  ["name contains 'ET'", [2]],
  ["name in ('beta', 'nothing')", [2]],
  ["company/name = 'beta'", [2]],
  ["name = null", [4]],
  ["name != null", [1, 2, 3]],
  ["open = True", [1, 4]],
  ["open = false", [2]],
  ["ended < [2026-09-01T00:00:00Z]", [2]],
  ["ended = [2026-09-30]", [3]],
  ["id = 1 or id = 2 and open = true", [1]],
  ["(id = 1 or id = 2) and open = true", [1]],
  ["not (id = 1 or id = 2)", [3, 4]],
  ["NOT id = 1 AND id < 3", [2]],
])("%s", (condition, expected) => {
  expect(select(condition)).toEqual(expected);
});

test("a field that is null is neither equal nor unequal to a value, as in SQL", () => {
  expect(select("name != 'Alpha'")).toEqual([2, 3]);
  expect(select("not name = 'Alpha'")).toEqual([2, 3]);
  expect(select("not (open = true or id = 3)")).toEqual([2]);
});

test.each([
  ["name = foo", "Expected a boolean value, not a numeric."],
  ["name = 5", "Expected a text value for name, not a number."],
  ['id = "5"', "Expected a number value for id, not a text."],
  ["ended > '2026-09-01'", "Expected a date value for ended, not a text."],
  ["ended > [yesterday]", "yesterday is not a date."],
  ["id > null", "id can be compared with null by = and != only."],
  ["open like 'x'", "Expected a flag value for open, not a text."],
  ["id = 1 id = 2", "The condition goes on where its end is expected."],
  ["(id = 1", "A ) is missing in the condition."],
  ["id in 1", "A ( is missing in the condition."],
  ["= 1", "A condition must begin with the name of a field."],
  ["id", "An operator is expected after id"],
  ["id ~ 1", "Syntax error at position 3"],
])("%s is refused", (condition, message) => {
  const refusal = (): unknown => {
    try {
      return select(condition);
    } catch (error) {
      return error instanceof Problem ? [error.status, error.body] : error;
    }
  };
  expect(refusal()).toEqual([400, { code: "ApiFindCondition", message: expect.stringContaining(message) }]);
});
