import { sql } from "drizzle-orm";
import { searchCompanies } from "@/db/queries/portal/psa-directory";
import { addMember, openTestDatabases } from "@/scripts/testing/members";
import { addProgramSync, type TestSync } from "@/scripts/testing/sync-records";

let databases: Awaited<ReturnType<typeof openTestDatabases>>;
let harbour: TestSync;
let quay: TestSync;

beforeAll(async () => {
  databases = await openTestDatabases();
  const { owner } = databases;
  const anna = await addMember(owner, { organisation: "Harbour IT", email: "anna@harbour.example" });
  const ben = await addMember(owner, { organisation: "Quay", email: "ben@quay.example" });
  harbour = await addProgramSync(owner, anna.orgId);
  quay = await addProgramSync(owner, ben.orgId);
  for (const { orgId, connectionId } of [harbour, quay]) {
    await owner.execute(sql`
      insert into psa_companies (org_id, connection_id, psa_id, identifier, name, website, tax_identifier, inactive, seen_at)
      select ${orgId}::uuid, ${connectionId}::uuid, (19000 + n)::text, 'C' || n,
        (array['Banksia', 'Wattle', 'The Banksia', 'Coral'])[1 + n % 4] || ' ' || n, 'company' || n || '.example',
        (51824000000 + n)::text, n % 8 = 0, now()
      from generate_series(1, 4000) n`);
  }
});
afterAll(() => databases.end());

/** What somebody who types sees, among 4,000 companies. */
const typed = (search: string, of = harbour) =>
  searchCompanies(databases.portal, { ...of, search, limit: 20 });

test("no more than is asked for comes, names that begin with the words first, and those in use before the others", async () => {
  const found = await typed("banksia");
  expect(found).toHaveLength(20);
  expect(found.filter(({ name, inactive }) => inactive || !name.startsWith("Banksia"))).toEqual([]);
  const few = await typed("banksia 40");
  const order = few.map(({ name, inactive }) => `${inactive} ${name.startsWith("The")}`);
  expect(order).toEqual([...order].sort());
  expect(new Set(order).size).toBeGreaterThan(1);
});

test("the company of this very id comes first, though others hold the same digits", async () => {
  const [first, ...others] = await typed("19007");
  expect(first?.psaId).toBe("19007");
  expect((await typed("51824000123")).map(({ psaId }) => psaId)).toEqual(["19123"]);
  expect((await typed("company3999.example")).map(({ psaId }) => psaId)).toEqual(["22999"]);
  expect(others.length).toBeLessThan(20);
});

test("nothing is found by what nobody is called, nor by signs of a pattern", async () => {
  expect(await typed("zzz")).toEqual([]);
  expect(await typed("%")).toEqual([]);
  expect(await typed("bank_ia")).toEqual([]);
});

test("no company of another organisation is found by naming its connection", async () => {
  expect(await typed("banksia", { ...harbour, connectionId: quay.connectionId })).toEqual([]);
});
