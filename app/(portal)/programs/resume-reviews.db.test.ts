import { eq } from "drizzle-orm";
import { resumeReviews, resumeRule } from "@/app/(portal)/programs/resume-reviews";
import { auditEvents, programSyncs, type Role } from "@/db/schema";
import { addMember, openTestDatabases, type TestMember } from "@/scripts/testing/members";
import { sendForm } from "@/scripts/testing/perform";
import { addProgramSync, type TestSync } from "@/scripts/testing/sync-records";

let databases: Awaited<ReturnType<typeof openTestDatabases>>;
let anna: TestMember;
let ben: TestMember;
let harbour: TestSync;

beforeAll(async () => {
  databases = await openTestDatabases();
  anna = await addMember(databases.owner, { organisation: "Harbour IT", email: "anna@harbour.example" });
  ben = await addMember(databases.owner, { organisation: "Quay", email: "ben@quay.example" });
  harbour = await addProgramSync(databases.owner, anna.orgId);
  const reviewStops = ["eve@harbour.example", "max@harbour.example"];
  await databases.owner.update(programSyncs).set({ reviewStops });
});
afterAll(() => databases.end());

const resume = (member: TestMember, role: Role, email: string) =>
  sendForm(
    databases.portal,
    { ...member, role },
    { rule: resumeRule, change: resumeReviews },
    {
      programSyncId: harbour.programSyncId,
      email,
    },
  );

async function stopped(): Promise<string[]> {
  const [row] = await databases.owner
    .select({ stops: programSyncs.reviewStops })
    .from(programSyncs)
    .where(eq(programSyncs.id, harbour.programSyncId));
  return row?.stops ?? [];
}

test("a viewer and another organisation let nothing go again", async () => {
  for (const outcome of [
    await resume(anna, "viewer", "eve@harbour.example"),
    await resume(ben, "admin", "eve@harbour.example"),
  ]) {
    expect(outcome.kind).toBe("refused");
  }
  expect(await stopped()).toEqual(["eve@harbour.example", "max@harbour.example"]);
});

test("an operator does, once and on the record; the other reader's wish stays", async () => {
  expect((await resume(anna, "operator", "eve@harbour.example")).kind).toBe("done");
  expect((await resume(anna, "operator", "eve@harbour.example")).kind).toBe("refused");
  expect(await stopped()).toEqual(["max@harbour.example"]);
  expect(await databases.owner.select().from(auditEvents)).toMatchObject([
    { action: "review_mails_resumed", actorId: anna.userId, facts: { email: "eve@harbour.example" } },
  ]);
});
