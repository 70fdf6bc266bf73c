import { sql } from "drizzle-orm";
import { z } from "zod";
import { inOrg } from "@/db/client";
import { listUnmappedCustomers, selectUnmapped } from "@/db/queries/portal/mapping-candidates";
import { listProgramCustomers } from "@/db/queries/portal/program-customers";
import { mappings } from "@/db/schema";
import { addInvoice } from "@/scripts/testing/directory-records";
import { addMember, openTestDatabases } from "@/scripts/testing/members";
import { addCustomer, addProgramSync, type TestSync } from "@/scripts/testing/sync-records";

const customerCount = 120;

let databases: Awaited<ReturnType<typeof openTestDatabases>>;
let sync: TestSync;
let unmapped: string[];

beforeAll(async () => {
  databases = await openTestDatabases();
  const { owner } = databases;
  const { orgId } = await addMember(owner, { organisation: "Harbour IT", email: "anna@harbour.example" });
  sync = await addProgramSync(owner, orgId);
  const ids: string[] = [];
  for (let number = 0; number < customerCount; number += 1) {
    ids.push(await addCustomer(owner, sync, `Customer ${String(number).padStart(3, "0")}`));
  }
  const costs = Object.fromEntries(ids.map((id, index) => [id, String(1_000 - index)]));
  await addInvoice(owner, sync, { start: "2026-10-01", end: "2026-10-31" }, costs);
  unmapped = ids.filter((_, index) => index % 2 === 0);
  const { programSyncId } = sync;
  await owner.insert(mappings).values(
    ids
      .filter((_, index) => index % 2 === 1)
      .map((customerId, index) => ({
        orgId,
        programSyncId,
        customerId,
        psaCompanyId: String(index),
        psaAgreementId: String(index),
        beginFrom: "2026-10-01",
      })),
  );
  await owner.execute(sql`analyze customers, mappings, invoices, invoice_lines, subscriptions`);
});
afterAll(() => databases?.end());

type Step = { loops: number; below: Step[] };
const step: z.ZodType<Step> = z
  .object({ "Actual Loops": z.number(), Plans: z.lazy(() => z.array(step)).default([]) })
  .transform((plan) => ({ loops: plan["Actual Loops"], below: plan.Plans }));
const answer = z.array(z.object({ "QUERY PLAN": z.array(z.object({ Plan: step })) }));

const mostLoops = ({ loops, below }: Step): number => Math.max(loops, ...below.map(mostLoops));

test("customers without a mapping are found, the dearest first, in every list of them", async () => {
  const found = await inOrg(databases.portal, sync.orgId, (tx) => listUnmappedCustomers(tx, sync));
  expect(found.map(({ customerId }) => customerId)).toEqual(unmapped);
  const asked = { ...sync, search: "", sort: "unmapped", cursor: null, limit: customerCount } as const;
  const page = await listProgramCustomers(databases.portal, { ...asked, filter: "unmapped" });
  expect(page.rows.map(({ customerId }) => customerId)).toEqual(unmapped);
});

test("what all customers cost is read once for all of them, not once for each", async () => {
  const rows = await inOrg(databases.portal, sync.orgId, async (tx) => {
    const explained = await tx.execute(
      sql`explain (analyze, format json) ${selectUnmapped(tx, sync).getSQL()}`,
    );
    return explained.rows;
  });
  const loops = answer.parse(rows).flatMap((row) => row["QUERY PLAN"].map(({ Plan }) => mostLoops(Plan)));
  expect(Math.max(...loops)).toBeLessThan(unmapped.length);
});
