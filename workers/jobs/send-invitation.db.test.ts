import { z } from "zod";
import { inOrg } from "@/db/client";
import { inviteMember, withdrawInvitation } from "@/db/commands/members/invite-member";
import { mails } from "@/db/schema";
import { createMailer } from "@/emails/send";
import type { EventLog } from "@/lib/logger";
import { type Sandbox, startSandbox } from "@/sandbox/start";
import { addMember, openTestDatabases, type TestMember } from "@/scripts/testing/members";
import { SandboxControl } from "@/scripts/testing/sandbox-control";
import { makeWorkerKeys } from "@/scripts/testing/worker-keys";
import { type SendMailTools, sendMail } from "./send-mail";

let databases: Awaited<ReturnType<typeof openTestDatabases>>;
let sandbox: Sandbox;
let control: SandboxControl;
let tools: SendMailTools;
let keys: Awaited<ReturnType<typeof makeWorkerKeys>>;
let anna: TestMember;

const log: EventLog = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
};

beforeAll(async () => {
  databases = await openTestDatabases();
  sandbox = await startSandbox();
  control = new SandboxControl(sandbox.endpoints.control);
  keys = await makeWorkerKeys();
  const { url, apiKey } = sandbox.endpoints.mail;
  tools = {
    db: databases.worker,
    mailer: createMailer({ apiKey, baseUrl: url, from: "PRISM Connect <noreply@portal.example>" }),
    log,
    portalUrl: "https://portal.example",
    privateKeys: [keys.privateKey],
  };
  anna = await addMember(databases.owner, {
    organisation: "Harbour IT",
    email: "anna@harbour.example",
    role: "admin",
  });
});
beforeEach(() => databases.owner.delete(mails));
afterAll(async () => {
  await sandbox.stop();
  await databases.end();
});

async function invite(email: string) {
  const done = await inOrg(databases.portal, anna.orgId, (tx) =>
    inviteMember(tx, {
      orgId: anna.orgId,
      email,
      role: "viewer",
      invitedBy: anna,
      publicKey: keys.publicKey,
    }),
  );
  const { invitationId } = z.object({ invitationId: z.uuid() }).parse(done);
  const [mail] = await databases.owner.select().from(mails);
  return { invitationId, mailId: { orgId: anna.orgId, mailId: mail?.id ?? "" } };
}

const arrived = async (email: string) => (await control.mails()).filter((mail) => mail.to.includes(email));

it("is accepted once, though the answer to the first try is lost", async () => {
  const { mailId } = await invite("carla@harbour.example");
  await control.fault({ service: "mail", path: "/emails", times: 1, effect: { kind: "lose_answer" } });
  expect(await sendMail(tools, mailId)).toBe("later");
  await databases.owner.update(mails).set({ dueAt: new Date(0) });
  expect(await sendMail(tools, mailId)).toBe("accepted");
  expect(await sendMail(tools, mailId)).toBe("not_due");
  expect(await arrived("carla@harbour.example")).toHaveLength(1);
  const [kept] = await databases.owner.select().from(mails);
  expect([kept?.sealedToken, kept?.frozen]).toEqual([null, null]);
});

it("does not leave when it was withdrawn meanwhile", async () => {
  const { invitationId, mailId } = await invite("dora@harbour.example");
  await inOrg(databases.portal, anna.orgId, (tx) =>
    withdrawInvitation(tx, { orgId: anna.orgId, invitationId }),
  );
  expect(await sendMail(tools, mailId)).toBe("parked");
  expect(await arrived("dora@harbour.example")).toEqual([]);
});
