import { eq } from "drizzle-orm";
import { organisationRule, switchOrganisation } from "@/app/(portal)/profile/session-changes";
import { auditEvents, members } from "@/db/schema";
import { addMember, openTestDatabases, type TestMember } from "@/scripts/testing/members";
import { sendForm } from "@/scripts/testing/perform";

let databases: Awaited<ReturnType<typeof openTestDatabases>>;
let anna: TestMember;
let quay: TestMember;

beforeAll(async () => {
  databases = await openTestDatabases();
  anna = await addMember(databases.owner, { organisation: "Harbour IT", email: "anna@harbour.example" });
  quay = await addMember(databases.owner, { organisation: "Quay", email: "ben@quay.example" });
});
afterAll(() => databases.end());

const enter = (orgId: string) =>
  sendForm(
    databases.portal,
    { ...anna, role: "viewer" },
    { rule: organisationRule, change: switchOrganisation },
    { orgId },
  );

const eventsOf = (orgId: string) =>
  databases.owner.select().from(auditEvents).where(eq(auditEvents.orgId, orgId));

it("notes in the audit of an organisation who entered it from another, and nothing of who may not", async () => {
  expect(await enter(quay.orgId)).toMatchObject({ kind: "refused" });
  expect(await eventsOf(quay.orgId)).toEqual([]);
  await databases.owner.insert(members).values({ ...quay, userId: anna.userId, role: "viewer" });
  expect(await enter(quay.orgId)).toMatchObject({ kind: "done" });
  expect(await eventsOf(quay.orgId)).toMatchObject([
    { action: "organisation_entered", actorId: anna.userId },
  ]);
  expect(await eventsOf(anna.orgId)).toEqual([]);
});
