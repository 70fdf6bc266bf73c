import { timelineChanges } from "@/lib/sync/timeline-changes";

type Given = [from: string, to: string | null, value: string];
const steps = (given: Given[]) => given.map(([from, to, value]) => ({ from, to, value }));

it.each<[string, Given[], Given[], [string, string | null, string | null, string | null][]]>([
  ["equal ones", [["2026-10-01", null, "5"]], [["2026-10-01", null, "5.00"]], []],
  [
    "a change in mid-month, which the unchanged days before it do not show",
    [["2026-10-01", null, "22"]],
    [
      ["2026-10-01", "2026-10-14", "22"],
      ["2026-10-15", null, "24"],
    ],
    [["2026-10-15", null, "22", "24"]],
  ],
  ["a new line", [], [["2026-10-01", null, "5"]], [["2026-10-01", null, null, "5"]]],
  [
    "an end",
    [["2026-10-01", null, "3"]],
    [["2026-10-01", "2026-10-31", "3"]],
    [["2026-11-01", null, "3", null]],
  ],
  [
    "a bump that goes back",
    [["2026-10-01", null, "8"]],
    [
      ["2026-10-01", "2026-10-09", "8"],
      ["2026-10-10", "2026-10-19", "9"],
      ["2026-10-20", null, "8"],
    ],
    [["2026-10-10", "2026-10-19", "8", "9"]],
  ],
  [
    "one change over days that a successor line cuts in two",
    [["2026-10-01", null, "8"]],
    [
      ["2026-10-01", "2026-10-14", "9"],
      ["2026-10-15", null, "9"],
    ],
    [["2026-10-01", null, "8", "9"]],
  ],
  [
    "a gap that is filled",
    [
      ["2026-10-01", "2026-10-09", "8"],
      ["2026-10-20", null, "8"],
    ],
    [["2026-10-01", null, "8"]],
    [["2026-10-10", "2026-10-19", null, "8"]],
  ],
  ["nothing at all", [], [], []],
])("the changes between timelines with %s", (_name, before, after, expected) => {
  const changes = timelineChanges(steps(before), steps(after));
  expect(changes.map(({ from, to, before: was, after: now }) => [from, to, was, now])).toEqual(expected);
});
