import { listProgramOverviews } from "@/db/queries/portal/program-overviews";
import { invoices } from "@/db/schema";
import { addMember, openTestDatabases } from "@/scripts/testing/members";
import { addProgramSync, addRun } from "@/scripts/testing/sync-records";

let databases: Awaited<ReturnType<typeof openTestDatabases>>;

beforeAll(async () => {
  databases = await openTestDatabases();
});
afterAll(() => databases.end());

const at = (hour: number) => new Date(Date.UTC(2026, 11, 2, hour));

/** A finished run, by the hours at which it began and ended. */
const ran = (began: number, ended: number) => ({
  status: "success" as const,
  queuedAt: at(began),
  startedAt: at(began),
  finishedAt: at(ended),
});
const november = { periodStart: "2026-11-01", periodEnd: "2026-11-30" };

test.each([
  ["the sync that brought it", { ...ran(5, 7), ...november }, true],
  [
    "a later sync that found nothing to do",
    { ...ran(8, 9), status: "no_change" as const, periodStart: null, periodEnd: null },
    true,
  ],
  ["a sync that began before it came and dealt with the month before", ran(5, 7), false],
  ["a sync that was over before it came", { ...ran(3, 4), ...november }, false],
  [
    "a later sync that was stopped before it could look",
    { ...ran(8, 9), status: "error" as const, periodStart: null, periodEnd: null },
    false,
  ],
  ["a retry", { ...ran(8, 9), ...november, trigger: "retry" as const }, false],
  [
    "the approved lines of a preview",
    {
      ...ran(8, 9),
      ...november,
      trigger: "person" as const,
      retryOf: "6c0b2f4e-3d0a-4a44-9c43-0d5a4d6a7a10",
    },
    false,
  ],
  ["a preview", { ...ran(8, 9), ...november, mode: "preview" as const }, false],
  ["a products sync", { ...ran(8, 9), kind: "products" as const }, false],
  ["a sync that was cancelled", { ...ran(8, 9), ...november, status: "cancelled" as const }, false],
  ["a sync that goes on", { ...ran(8, 9), status: "running" as const, finishedAt: null }, false],
])("whether the newest invoice was looked at: %s", async (_, run, expected) => {
  const { owner, portal } = databases;
  const name = `${_} org`;
  const { orgId } = await addMember(owner, {
    organisation: name,
    email: `${name.replaceAll(" ", "-")}@x.example`,
  });
  const sync = await addProgramSync(owner, orgId);
  await owner.insert(invoices).values({
    orgId,
    programId: sync.programId,
    contractAgreementId: "CA-1",
    sourceInvoiceId: "INV-1",
    contentHash: "hash",
    ...november,
    currency: "AUD",
    linesTotal: "1",
    lineCount: 1,
    fetchedAt: at(6),
  });
  await addRun(owner, sync, run);
  expect(await listProgramOverviews(portal, { orgId })).toMatchObject([{ newestLookedAt: expected }]);
});
