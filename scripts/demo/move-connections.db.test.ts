import { asc } from "drizzle-orm";
import { openDatabase } from "@/db/client";
import { connections, organisations } from "@/db/schema";
import { createTestDatabase } from "../testing/database";
import { moveConnections } from "./move-connections";

test("the connection to the stand-in moves with it, and no other", async () => {
  const database = await createTestDatabase();
  const { db, close } = openDatabase(database.ownerUrl);
  const orgId = "11111111-1111-4111-8111-111111111111";
  await db.insert(organisations).values({ id: orgId, name: "One", timeZone: "UTC" });
  const connection = (name: string, site: string) => ({
    orgId,
    name,
    site,
    kind: "connectwise" as const,
    account: "a",
    sealedCredentials: "sealed",
    hint: "abcd",
  });
  await db
    .insert(connections)
    .values([connection("Demo", "http://127.0.0.1:4601"), connection("Theirs", "na.myconnectwise.net")]);

  await moveConnections(database.ownerUrl, "http://127.0.0.1:4601", "http://127.0.0.1:4606");
  const found = await db.select({ site: connections.site }).from(connections).orderBy(asc(connections.name));
  expect(found).toEqual([{ site: "http://127.0.0.1:4606" }, { site: "na.myconnectwise.net" }]);
  await close();
  await database.drop();
});
