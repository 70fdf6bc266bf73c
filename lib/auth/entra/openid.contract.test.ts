import { MINUTE } from "@/lib/clock";
import { type EntraFault, type EntraStandIn, startEntra } from "@/sandbox/entra/stand-in";
import { beginEntra, type EntraSettings, finishEntra } from "./openid";
import { discoverTenant } from "./tenant";

let entra: EntraStandIn;
const redirectUri = "https://portal.example/sign-in/entra/callback";
const anna = { oid: "0b2c1f6e-97a0-4f5a-9d3c-0f5f4d9a1b11", preferred_username: "anna@harbour.example" };

beforeAll(async () => {
  entra = await startEntra();
});
beforeEach(() => {
  entra.breakWith(null);
  entra.signsIn(anna);
});
afterAll(() => entra.stop());

const settings = (change: Partial<EntraSettings> = {}): EntraSettings => {
  const { authority, tenantId, clientId, clientSecret } = entra;
  return { authority, tenantId, clientId, clientSecret, ...change };
};

/** Begins, goes to the tenant as a browser would, and comes back with what it sent. */
async function goThere() {
  const { url, kept } = await beginEntra(settings(), { redirectUri, callbackPath: "/runs/1" });
  const answer = await fetch(url, { redirect: "manual" });
  const back = new URL(answer.headers.get("location") ?? "");
  const query = back.searchParams;
  return { kept, code: query.get("code") ?? "", state: query.get("state") ?? "", redirectUri };
}

async function outcome(change: Partial<EntraSettings> = {}, back: object = {}, kept: object = {}) {
  const there = await goThere();
  return finishEntra(settings(change), { ...there.kept, ...kept }, { ...there, ...back }).catch(
    (error: Error) => error.message,
  );
}

const refused = "Microsoft Entra ID: refused";

it("tells who came back, by an id that stays", async () => {
  expect(await outcome()).toEqual({
    objectId: `${entra.tenantId}/${anna.oid}`,
    address: "anna@harbour.example",
  });
});

const invoiced = "anna@harbour.example";
it.each([
  ["the user name's, not one that somebody wrote into a profile", { email: "eve@quay.example" }, invoiced],
  ["not the profile's where Microsoft denies it", { email: "eve@quay.example", xms_edov: false }, invoiced],
  [
    "the profile's where Microsoft vouches for it",
    { email: "a@harbour.example", xms_edov: true },
    "a@harbour.example",
  ],
  ["the same, said as text", { email: "a@harbour.example", xms_edov: "1" }, "a@harbour.example"],
  ["none where there is only an unproven one", { email: invoiced, preferred_username: undefined }, ""],
])("takes an address: %s", async (_name, claims, address) => {
  entra.signsIn({ ...anna, ...claims });
  expect(await outcome()).toMatchObject({ address });
});

it("asks where things are and for the keys once for many sign-ins, and again after an hour", async () => {
  const other = await startEntra();
  other.signsIn(anna);
  const of = { authority: other.authority, tenantId: other.tenantId };
  const at = (minutes: number) => discoverTenant(of, () => minutes * MINUTE);
  for (let minute = 0; minute < 59; minute += 1) await at(minute);
  const discovery = "/v2.0/.well-known/openid-configuration";
  expect(other.asked()[discovery]).toBe(1);
  await at(60);
  expect(other.asked()[discovery]).toBe(2);
  await other.stop();

  const before = entra.asked()["/discovery/v2.0/keys"] ?? 0;
  for (let person = 0; person < 5; person += 1) await outcome();
  expect((entra.asked()["/discovery/v2.0/keys"] ?? 0) - before).toBeLessThanOrEqual(1);
});

it.each<[EntraFault]>([
  ["nonce"],
  ["audience"],
  ["issuer"],
  ["tenant"],
  ["expired"],
  ["signature"],
  ["unsigned"],
])("refuses a token with a wrong %s", async (fault) => {
  entra.breakWith(fault);
  expect(await outcome()).toBe(refused);
});

it("refuses another state, a code of somebody else's attempt, a wrong secret, and a person who declined", async () => {
  expect(await outcome({}, { state: "another" })).toBe(refused);
  expect(await outcome({}, { code: "made up" })).toBe(refused);
  expect(await outcome({}, {}, { verifier: "another" })).toBe(refused);
  expect(await outcome({}, { redirectUri: "https://evil.example/" })).toBe(refused);
  expect(await outcome({ clientSecret: "wrong" })).toBe(refused);
  expect(await outcome({}, { code: "" })).toBe(refused);
});

it("takes a code once", async () => {
  const there = await goThere();
  await finishEntra(settings(), there.kept, there);
  await expect(finishEntra(settings(), there.kept, there)).rejects.toThrow(refused);
});

it("says when the tenant cannot be read", async () => {
  entra.breakWith("no_token");
  expect(await outcome()).toBe("Microsoft Entra ID: unreadable");
  const nobody = settings({ authority: "http://127.0.0.1:9" });
  await expect(beginEntra(nobody, { redirectUri, callbackPath: "/" })).rejects.toThrow("unavailable");
  const anotherTenant = settings({ tenantId: "unknown" });
  await expect(beginEntra(anotherTenant, { redirectUri, callbackPath: "/" })).rejects.toThrow(refused);
});

it("never asks twice with the same state, nonce or challenge", async () => {
  const asked = await Promise.all(
    Array.from({ length: 20 }, () => beginEntra(settings(), { redirectUri, callbackPath: "/" })),
  );
  for (const name of ["state", "nonce", "code_challenge"]) {
    expect(new Set(asked.map(({ url }) => new URL(url).searchParams.get(name))).size).toBe(20);
  }
});
