import { noteFailedSignIn } from "@/db/commands/sign-in/note-failed-sign-in";
import { auditEvents } from "@/db/schema";
import { addMember, openTestDatabases, type TestMember } from "@/scripts/testing/members";

let databases: Awaited<ReturnType<typeof openTestDatabases>>;
let anna: TestMember;

beforeAll(async () => {
  databases = await openTestDatabases();
  anna = await addMember(databases.owner, { organisation: "Harbour IT", email: "anna@harbour.example" });
  await addMember(databases.owner, { organisation: "Quay Systems", email: "ben@quay.example" });
});
afterAll(() => databases.end());

it("stands in the audit of the person's organisation alone, and an address that nobody has in none", async () => {
  await noteFailedSignIn(databases.portal, { email: "nobody@harbour.example", way: "link" });
  expect(await databases.owner.select().from(auditEvents)).toEqual([]);
  await noteFailedSignIn(databases.portal, { email: anna.email, way: "link" });
  const events = await databases.owner.select().from(auditEvents);
  expect(events).toEqual([
    expect.objectContaining({
      orgId: anna.orgId,
      actorId: null,
      action: "sign_in_failed",
      subject: anna.userId,
      facts: { email: anna.email, way: "link" },
    }),
  ]);
});
