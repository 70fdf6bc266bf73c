import { inspect } from "node:util";
import { sql } from "drizzle-orm";
import { openTestDatabases } from "@/scripts/testing/members";

it("a failed query prints its code and its place, and none of its values", async () => {
  const databases = await openTestDatabases();
  try {
    const failed = databases.portal.execute(sql`select ${"anna@harbour.example"}::uuid`);
    const error: unknown = await failed.catch((thrown: unknown) => thrown);
    expect(String(error)).toContain("anna@harbour.example");
    for (const shown of [
      inspect(error),
      inspect({ error }),
      inspect(new Error("Outer.", { cause: error })),
    ]) {
      expect(shown).toContain("A query failed (22P02).");
      expect(shown).toContain(" at ");
      expect(shown).not.toContain("anna@harbour.example");
    }
  } finally {
    await databases.end();
  }
});
