import { sql } from "drizzle-orm";
import { attemptLimits, countAttempt } from "@/db/commands/sign-in/count-attempt";
import { attempts } from "@/db/schema";
import { openTestDatabases } from "@/scripts/testing/members";

let databases: Awaited<ReturnType<typeof openTestDatabases>>;

beforeAll(async () => {
  databases = await openTestDatabases();
});
beforeEach(() => databases.owner.delete(attempts));
afterAll(() => databases.end());

const most = attemptLimits.link_by_account.most;
const attempt = (subject: string) => countAttempt(databases.portal, "link_by_account", subject);

it("lets so many go on and no more, also at once", async () => {
  const outcomes = await Promise.all(Array.from({ length: most + 5 }, () => attempt("anna@harbour.example")));
  expect(outcomes.filter(Boolean)).toHaveLength(most);
});

it("counts each subject and each thing by itself", async () => {
  for (let tried = 0; tried <= most; tried += 1) await attempt("anna@harbour.example");
  expect(await attempt("anna@harbour.example")).toBe(false);
  expect(await attempt("ben@quay.example")).toBe(true);
  expect(await countAttempt(databases.portal, "confirm_by_account", "anna@harbour.example")).toBe(true);
});

it("begins anew when the window is over, however many were refused", async () => {
  for (let tried = 0; tried <= most; tried += 1) await attempt("anna@harbour.example");
  await databases.owner.update(attempts).set({ endsAt: sql`clock_timestamp() - interval '1 second'` });
  expect(await attempt("anna@harbour.example")).toBe(true);
});

it("keeps no address, and clears away what is over", async () => {
  await attempt("anna@harbour.example");
  expect(JSON.stringify(await databases.owner.select().from(attempts))).not.toContain("anna");
  await databases.owner.update(attempts).set({ endsAt: sql`clock_timestamp() - interval '1 second'` });
  await attempt("ben@quay.example");
  expect(await databases.owner.select().from(attempts)).toHaveLength(1);
});
