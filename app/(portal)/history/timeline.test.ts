import { stretchOf, timelineOf } from "@/app/(portal)/history/timeline";
import type { ChangeRow } from "@/db/queries/portal/list-changes";
import type { SyncRunRow } from "@/db/queries/portal/list-sync-runs";

const day = (number: number) => new Date(Date.UTC(2026, 10, number));

const run = (number: number): SyncRunRow => ({
  id: `run ${number}`,
  kind: "customers",
  mode: "live",
  trigger: "schedule",
  status: "success",
  queuedAt: day(number),
  startedAt: null,
  finishedAt: null,
  resumesAt: null,
  itemMonth: "2026-11-01",
  periodStart: null,
  counts: null,
  money: [],
  programName: "Microsoft CSP",
  connectionKind: "connectwise",
  requesterName: null,
  requesterEmail: null,
});

const change = (number: number): ChangeRow => ({
  id: number,
  action: "program_settings_saved",
  facts: {},
  at: day(number),
  by: "Anna",
  customerId: null,
  customerName: null,
  productName: null,
  programSlug: "csp",
  programName: "Microsoft CSP",
  connectionName: null,
  sourceName: null,
});

const named = (entries: ReturnType<typeof timelineOf>) =>
  entries.map((entry) =>
    entry.kind === "run" ? entry.run.id : `change ${entry.changes.map(({ id }) => id).join("+")}`,
  );

test("changes stand between the runs that they lie between, each once", () => {
  const entries = timelineOf(
    [run(9), run(5), run(2)],
    [change(10), change(7), change(6), change(5), change(1)],
  );
  expect(named(entries)).toEqual([
    "change 10",
    "run 9",
    "change 7",
    "change 6",
    "change 5",
    "run 5",
    "run 2",
    "change 1",
  ]);
});

test.each([
  ["the only page", null, null, { from: null, to: null }],
  ["the first of several", "x", null, { from: day(2), to: null }],
  ["one in the middle reaches up to the run above it", "x", day(12), { from: day(2), to: day(12) }],
  ["the last", null, day(12), { from: null, to: day(12) }],
])("%s asks for its own stretch of changes", (_, next, newerAt, expected) => {
  expect(stretchOf({ rows: [run(9), run(2)], next, newerAt })).toEqual(expected);
});

test("many changes of a kind by one person in a row stand as one, others each by itself", () => {
  const mapped = (number: number, by = "Anna"): ChangeRow => ({
    ...change(number),
    action: "customer_mapped",
    by,
  });
  const changes = [
    ...[19, 18, 17, 16, 15].map((number) => mapped(number)),
    mapped(14, "Otto"),
    change(13),
    ...[12, 11, 10].map((number) => mapped(number)),
    ...[8, 7, 6, 5].map((number) => mapped(number)),
  ];
  expect(named(timelineOf([run(9)], changes))).toEqual([
    "change 19+18+17+16+15",
    "change 14",
    "change 13",
    "change 12",
    "change 11",
    "change 10",
    "run 9",
    "change 8+7+6+5",
  ]);
});
