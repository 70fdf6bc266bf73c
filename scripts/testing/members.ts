import { type OpenDatabase, openDatabase } from "@/db/client";
import { members, organisations, type Role, users } from "@/db/schema";
import { createTestDatabase } from "@/scripts/testing/database";

export type TestMember = { orgId: string; userId: string; email: string };

/** A test database with one handle per role; close it with `end`. */
export async function openTestDatabases() {
  const database = await createTestDatabase();
  const opened = {
    owner: openDatabase(database.ownerUrl, { maxConnections: 3 }),
    portal: openDatabase(database.portalUrl, { maxConnections: 5 }),
    worker: openDatabase(database.workerUrl, { maxConnections: 5 }),
  };
  return {
    /** For one more handle of a role. */
    portalUrl: database.portalUrl,
    ownerUrl: database.ownerUrl,
    owner: opened.owner.db,
    portal: opened.portal.db,
    worker: opened.worker.db,
    end: async () => {
      await Promise.all(Object.values(opened).map((each: OpenDatabase) => each.close()));
      await database.drop();
    },
  };
}

type Owner = Awaited<ReturnType<typeof openTestDatabases>>["owner"];

/** An organisation with one person in it. */
export async function addMember(
  owner: Owner,
  person: { organisation: string; email: string; role?: Role },
): Promise<TestMember> {
  const [organisation] = await owner
    .insert(organisations)
    .values({ name: person.organisation, timeZone: "Australia/Sydney" })
    .returning();
  const [user] = await owner.insert(users).values({ email: person.email }).returning();
  if (!organisation || !user) throw new Error("The member was not stored.");
  await owner
    .insert(members)
    .values({ orgId: organisation.id, userId: user.id, role: person.role ?? "operator" });
  return { orgId: organisation.id, userId: user.id, email: user.email };
}
