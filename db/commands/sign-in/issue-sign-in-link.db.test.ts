import { eq } from "drizzle-orm";
import { inOrg, openDatabase } from "@/db/client";
import { issueSignInLink } from "@/db/commands/sign-in/issue-sign-in-link";
import { mails, outbox, signInTokens, users } from "@/db/schema";
import { hashToken, newToken } from "@/lib/auth/tokens";
import { openSealed } from "@/lib/seal";
import { addMember, openTestDatabases, type TestMember } from "@/scripts/testing/members";
import { makeWorkerKeys } from "@/scripts/testing/worker-keys";

let databases: Awaited<ReturnType<typeof openTestDatabases>>;
let anna: TestMember;
let ben: TestMember;
let keys: Awaited<ReturnType<typeof makeWorkerKeys>>;

beforeAll(async () => {
  databases = await openTestDatabases();
  keys = await makeWorkerKeys();
  anna = await addMember(databases.owner, { organisation: "Harbour IT", email: "anna@harbour.example" });
  ben = await addMember(databases.owner, { organisation: "Quay Systems", email: "ben@quay.example" });
});
beforeEach(async () => {
  await databases.owner.delete(outbox);
  await databases.owner.delete(mails);
  await databases.owner.delete(signInTokens);
});
afterAll(() => databases.end());

/** The portal's database, with each statement that it is asked noted down. */
function countingDatabase(url: string) {
  const opened = openDatabase(url, { maxConnections: 1 });
  const statements: string[] = [];
  opened.pool.on("connect", (client) => {
    const query = client.query.bind(client);
    client.query = new Proxy(client.query, {
      apply: (_target, _self, args: Parameters<typeof query>) => {
        statements.push(String(args[0]));
        return Reflect.apply(query, client, args);
      },
    });
  });
  return { ...opened, statements };
}

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

  it.each([
    ["that nobody has", "nobody@harbour.example"],
    ["of a person who is a member of nothing", "gone@harbour.example"],
  ])("makes no mail due for an address %s", async (_name, email) => {
    await databases.owner.insert(users).values({ email: "gone@harbour.example" }).onConflictDoNothing();
    expect(await issue(email)).toBe("unknown");
    expect(await databases.owner.select().from(mails)).toEqual([]);
    expect(await databases.owner.select().from(outbox)).toEqual([]);
  });

  it("does the same work for an address that nobody has, also at the limit", async () => {
    const counted = countingDatabase(databases.portalUrl);
    const work = async (email: string) => {
      counted.statements.length = 0;
      const outcome = await issueSignInLink(counted.db, {
        email,
        token: newToken(),
        callbackPath: null,
        publicKey: keys.publicKey,
      });
      return { outcome, statements: counted.statements.length };
    };
    for (let asked = 0; asked < 7; asked += 1) {
      const known = await work(anna.email);
      const unknown = await work("nobody@harbour.example");
      expect(unknown.statements).toBe(known.statements);
      expect(known.outcome === "too_many").toBe(unknown.outcome === "too_many");
    }
    await counted.close();
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
