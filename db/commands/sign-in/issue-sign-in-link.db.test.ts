import { eq } from "drizzle-orm";
import { exportJWK, generateKeyPair } from "jose";
import { inOrg } from "@/db/client";
import { issueSignInLink } from "@/db/commands/sign-in/issue-sign-in-link";
import { mails, outbox, signInTokens, users } from "@/db/schema";
import { hashToken, newToken } from "@/lib/auth/tokens";
import { openSealed } from "@/lib/seal";
import { addMember, openTestDatabases, type TestMember } from "@/scripts/testing/members";

let databases: Awaited<ReturnType<typeof openTestDatabases>>;
let anna: TestMember;
let ben: TestMember;
let keys: Awaited<ReturnType<typeof workerKeys>>;

async function workerKeys() {
  const pair = await generateKeyPair("ECDH-ES", { crv: "X25519", extractable: true });
  return {
    publicKey: { ...(await exportJWK(pair.publicKey)), kid: "k1" },
    privateKey: { ...(await exportJWK(pair.privateKey)), kid: "k1" },
  };
}

beforeAll(async () => {
  databases = await openTestDatabases();
  keys = await workerKeys();
  anna = await addMember(databases.owner, { organisation: "Harbour IT", email: "anna@harbour.example" });
  ben = await addMember(databases.owner, { organisation: "Quay Systems", email: "ben@quay.example" });
});
beforeEach(async () => {
  await databases.owner.delete(outbox);
  await databases.owner.delete(mails);
  await databases.owner.delete(signInTokens);
});
afterAll(() => databases.end());

const issue = (email: string, token = newToken(), callbackPath: string | null = null) =>
  issueSignInLink(databases.portal, { email, token, callbackPath, publicKey: keys.publicKey });

describe("asking for a sign-in link", () => {
  it("stores the token's hash, a mail with the token sealed to the worker, and a bell", async () => {
    const token = newToken();
    expect(await issue(anna.email, token, "/runs/1?q=a")).toBe("sent");
    const [mail] = await databases.owner.select().from(mails);
    const [stored] = await databases.owner.select().from(signInTokens);
    const [bell] = await databases.owner.select().from(outbox);
    expect(mail).toMatchObject({
      orgId: anna.orgId,
      purpose: "sign_in",
      recipients: [anna.email],
      facts: { email: anna.email, callbackPath: "/runs/1?q=a" },
      state: "due",
    });
    expect(stored).toMatchObject({ email: anna.email, tokenHash: hashToken(token) });
    expect(bell).toMatchObject({ bell: "mail", subjectId: mail?.id, orgId: anna.orgId });
    expect(JSON.stringify([mail, stored, bell])).not.toContain(token);
    const binding = { orgId: anna.orgId, subject: mail?.id ?? "" };
    expect(await openSealed(keys.privateKey, binding, mail?.sealedToken ?? "")).toBe(token);
  });

  it("leaves nothing behind for an address that nobody has", async () => {
    expect(await issue("nobody@harbour.example")).toBe("unknown");
    expect(await databases.owner.select().from(mails)).toEqual([]);
    expect(await databases.owner.select().from(signInTokens)).toEqual([]);
  });

  it("leaves nothing behind for a person who is a member of nothing", async () => {
    await databases.owner.insert(users).values({ email: "gone@harbour.example" });
    expect(await issue("gone@harbour.example")).toBe("unknown");
    expect(await databases.owner.select().from(mails)).toEqual([]);
  });

  it("sends at most five unused links to one address, also at once, and others go on", async () => {
    const outcomes = await Promise.all(Array.from({ length: 8 }, () => issue(anna.email)));
    expect(outcomes.filter((outcome) => outcome === "sent")).toHaveLength(5);
    expect(await issue(ben.email)).toBe("sent");
  });

  it("shows another organisation nothing of the mail", async () => {
    await issue(anna.email);
    const seen = await inOrg(databases.worker, ben.orgId, (tx) =>
      tx.select().from(mails).where(eq(mails.orgId, anna.orgId)),
    );
    expect(seen).toEqual([]);
  });
});
