import { eq } from "drizzle-orm";
import { z } from "zod";
import { auditEvents, members, outbox, type Role } from "@/db/schema";
import { organisationField } from "@/lib/forms/organisation-field";
import { MutationRefused, type MutationRequest, performMutation } from "@/lib/forms/perform-mutation";
import type { EventLog } from "@/lib/logger";
import { addMember, openTestDatabases, type TestMember } from "@/scripts/testing/members";

const portalUrl = "https://portal.example";
const lines: string[] = [];
const log: EventLog = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: (fields, message) => void lines.push(`${message} ${JSON.stringify(fields)}`),
};

let databases: Awaited<ReturnType<typeof openTestDatabases>>;
let anna: TestMember;

beforeAll(async () => {
  databases = await openTestDatabases();
  anna = await addMember(databases.owner, { organisation: "Harbour IT", email: "anna@harbour.example" });
});
beforeEach(async () => {
  await databases.owner.delete(outbox);
  await databases.owner.delete(auditEvents);
});
afterAll(() => databases.end());

const session = (role: Role) => ({
  sessionId: "00000000-0000-4000-8000-000000000001",
  ...anna,
  orgName: "Harbour IT",
  timeZone: "Australia/Sydney",
  role,
});

/** A form as the button of a page of this organisation sends it. */
function ofPage(orgId: string): FormData {
  const form = new FormData();
  if (orgId !== "") form.set(organisationField, orgId);
  return form;
}

function ringTheBell(
  change: Partial<MutationRequest> & { fields?: Record<string, string>; pageOf?: string },
) {
  const form = ofPage(change.pageOf ?? anna.orgId);
  for (const [name, value] of Object.entries(change.fields ?? { runId: anna.orgId })) form.set(name, value);
  return performMutation(
    {
      db: databases.portal,
      log,
      portalUrl,
      originHeader: portalUrl,
      session: session("operator"),
      form,
      ...change,
    },
    { role: "operator", input: z.object({ runId: z.uuid() }) },
    async ({ tx, session, input }) => {
      await tx.insert(outbox).values({ orgId: session.orgId, bell: "run", subjectId: input.runId });
      return { audit: { action: "run_requested", subject: input.runId } };
    },
  );
}

async function leftBehind() {
  return {
    bells: (await databases.owner.select().from(outbox)).length,
    audits: (await databases.owner.select().from(auditEvents)).length,
  };
}

describe("a mutation", () => {
  it.each(["operator", "admin"] as const)("is done and audited for the role %s", async (role) => {
    expect(await ringTheBell({ session: session(role) })).toMatchObject({ kind: "done" });
    expect(await leftBehind()).toEqual({ bells: 1, audits: 1 });
    const [event] = await databases.owner.select().from(auditEvents).where(eq(auditEvents.orgId, anna.orgId));
    expect(event).toMatchObject({ action: "run_requested", actorId: anna.userId, subject: anna.orgId });
  });

  it.each([
    ["no origin", { originHeader: null }, { kind: "refused" }],
    ["the origin null", { originHeader: "null" }, { kind: "refused" }],
    ["a foreign origin", { originHeader: "https://evil.example" }, { kind: "refused" }],
    ["nobody signed in", { session: null }, { kind: "signed_out" }],
    ["a missing field", { fields: {} }, { kind: "refused", fieldErrors: { runId: "Fill this in." } }],
    ["a wrong field", { fields: { runId: "1" } }, { kind: "refused" }],
    [
      "a field that does not belong to it",
      { fields: { runId: "0b2c1f6e-97a0-4f5a-9d3c-0f5f4d9a1b11", orgId: "x" } },
      { kind: "refused" },
    ],
  ])("changes nothing with %s", async (_name, change, outcome) => {
    expect(await ringTheBell(change)).toMatchObject(outcome);
    expect(await leftBehind()).toEqual({ bells: 0, audits: 0 });
  });

  it("changes nothing from a page of another organisation, and says of which it was and where the person is", async () => {
    const other = await addMember(databases.owner, { organisation: "Quay", email: "eve@quay.example" });
    await databases.owner.insert(members).values({ ...other, userId: anna.userId, role: "admin" });
    const outcome = await ringTheBell({ pageOf: other.orgId });
    expect(outcome).toMatchObject({
      kind: "refused",
      title: "You are now in Harbour IT, and this page was of Quay, so nothing was changed.",
    });
    expect(await leftBehind()).toEqual({ bells: 0, audits: 0 });
  });

  it.each([
    ["names no organisation", ""],
    ["names one that the person is no member of", "0b2c1f6e-97a0-4f5a-9d3c-0f5f4d9a1b11"],
  ])("changes nothing when the form %s", async (_name, pageOf) => {
    const outcome = await ringTheBell({ pageOf });
    expect(outcome).toMatchObject({
      kind: "refused",
      title: expect.stringContaining("another organisation"),
    });
    expect(await leftBehind()).toEqual({ bells: 0, audits: 0 });
  });

  it("changes nothing for a viewer", async () => {
    expect(await ringTheBell({ session: session("viewer") })).toMatchObject({ kind: "refused" });
    expect(await leftBehind()).toEqual({ bells: 0, audits: 0 });
  });

  it.each([
    ["finds that it must not be done", new MutationRefused("Somebody else changed this meanwhile.")],
    ["fails", new Error("connection lost with password=hunter2")],
  ])("keeps nothing when it %s in its middle", async (_name, error) => {
    const outcome = await performMutation(
      {
        db: databases.portal,
        log,
        portalUrl,
        originHeader: portalUrl,
        session: session("admin"),
        form: ofPage(anna.orgId),
      },
      { role: "operator", input: z.object({}) },
      async ({ tx, session }) => {
        await tx.insert(outbox).values({ orgId: session.orgId, bell: "run", subjectId: session.orgId });
        throw error;
      },
    );
    expect(outcome).toMatchObject({ kind: "refused" });
    expect(JSON.stringify(outcome)).not.toContain("hunter2");
    expect(lines.join()).not.toContain("hunter2");
    expect(await leftBehind()).toEqual({ bells: 0, audits: 0 });
  });

  it("cannot write into another organisation", async () => {
    const ben = await addMember(databases.owner, { organisation: "Quay", email: "ben@quay.example" });
    const outcome = await performMutation(
      {
        db: databases.portal,
        log,
        portalUrl,
        originHeader: portalUrl,
        session: session("admin"),
        form: ofPage(anna.orgId),
      },
      { role: "operator", input: z.object({}) },
      async ({ tx }) => {
        await tx.insert(outbox).values({ orgId: ben.orgId, bell: "run", subjectId: ben.orgId });
        return { audit: null };
      },
    );
    expect(outcome).toMatchObject({ kind: "refused" });
    expect(await leftBehind()).toEqual({ bells: 0, audits: 0 });
  });
});
