import { listProgramOverviews } from "@/db/queries/portal/program-overviews";
import { invoiceLines, invoices } from "@/db/schema";
import { addInvoice } from "@/scripts/testing/directory-records";
import { addMember, openTestDatabases } from "@/scripts/testing/members";
import { addProgramSync, type TestSync } from "@/scripts/testing/sync-records";

let databases: Awaited<ReturnType<typeof openTestDatabases>>;
let harbour: TestSync;
let quay: TestSync;

beforeAll(async () => {
  databases = await openTestDatabases();
  const { owner } = databases;
  const anna = await addMember(owner, { organisation: "Harbour", email: "anna@harbour.example" });
  const ben = await addMember(owner, { organisation: "Quay", email: "ben@quay.example" });
  harbour = await addProgramSync(owner, anna.orgId);
  quay = await addProgramSync(owner, ben.orgId);
});
beforeEach(async () => {
  await databases.owner.delete(invoiceLines);
  await databases.owner.delete(invoices);
});
afterAll(() => databases.end());

async function seen(sync: TestSync, month: string, lastDay: string, at: string): Promise<void> {
  const period = { start: `${month}-01`, end: lastDay };
  await addInvoice(databases.owner, sync, period, {}, new Date(at));
}

async function delay(): Promise<number | null | undefined> {
  const [program] = await listProgramOverviews(databases.portal, { orgId: harbour.orgId });
  return program?.usualInvoiceDelay;
}

test("is not known from invoices that were there on the first day", async () => {
  expect(await delay()).toBeNull();
  await seen(harbour, "2026-08", "2026-08-31", "2026-10-20T00:00:00Z");
  await seen(harbour, "2026-09", "2026-09-30", "2026-10-20T05:00:00Z");
  expect(await delay()).toBeNull();
});

test("is the longest that one was seen to take, by the organisation's clock, and nobody else's", async () => {
  await seen(harbour, "2026-08", "2026-08-31", "2026-09-20T00:00:00Z");
  await seen(harbour, "2026-09", "2026-09-30", "2026-10-03T00:00:00Z");
  // In Sydney it is the fifth already.
  await seen(harbour, "2026-10", "2026-10-31", "2026-11-04T20:00:00Z");
  await seen(quay, "2026-09", "2026-09-30", "2026-10-01T00:00:00Z");
  await seen(quay, "2026-10", "2026-10-31", "2026-11-20T00:00:00Z");
  expect(await delay()).toBe(5);
});
