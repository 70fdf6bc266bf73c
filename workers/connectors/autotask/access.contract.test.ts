import { autotaskSandbox, limits } from "../testing/autotask-site";
import { all, apiError } from "../testing/expect-error";
import type { AutotaskOptions } from "./provider";

const { connect, place, control, endpoints } = autotaskSandbox();

const rights = async (change: Partial<AutotaskOptions> = {}) => connect(change).psa.checkAccess();
const missing = async () =>
  (await rights()).permissions.filter((one) => !one.granted).map(({ name }) => name);

test("keys with all rights are reported so, and nothing is written", async () => {
  const report = await rights();
  expect(report.credentials).toBe("accepted");
  expect(report.about).toBe("Autotask PSA, zone Sandbox");
  expect(report.permissions).toHaveLength(12);
  expect(report.permissions.filter((one) => !one.granted)).toEqual([]);
  expect(await control().writes()).toEqual([]);
});

test.each([
  ["Companies:read", "CRM › Companies › View"],
  ["Contracts:read", "Contracts › Contracts › View"],
  ["Contracts:update", "Contracts › Contracts › Edit"],
  ["ContractServices:read", "Contracts › Contract Services › View"],
  ["ContractServiceUnits:read", "Contracts › Contract Service Units › View"],
  ["ContractServiceAdjustments:create", "Contracts › Contract Services › Add (adjustments)"],
  ["ContractCharges:read", "Contracts › Contract Charges › View"],
  ["ContractCharges:create", "Contracts › Contract Charges › Add"],
  ["Services:read", "Admin › Services › View"],
  ["Services:create", "Admin › Services › Add"],
  ["Services:update", "Admin › Services › Edit"],
  ["BillingCodes:read", "Admin › Billing Codes › View"],
])("without the right %s the report names it", async (denied, name) => {
  await control().settings({ autotask: { denied: [denied] } });
  expect(await missing()).toContain(name);
  if (denied !== "Contracts:read") expect(await missing()).toHaveLength(1);
  expect(await control().writes()).toEqual([]);
});

test.each<[string, Partial<AutotaskOptions>]>([
  ["secret", { secret: "wrong" }],
  ["integration code", { integrationCode: "wrong" }],
  ["user", { userName: "nobody@partner.example" }],
])("a wrong %s is refused credentials", async (_, change) => {
  expect(await rights(change)).toEqual({ about: null, credentials: "refused", permissions: [] });
});

test("keys that are withdrawn in the middle never make a record look deleted", async () => {
  const { agreement, agreementId, itemId } = await place();
  const { psa } = connect({ secret: "withdrawn" });
  const errors = await Promise.all(
    [
      psa.agreement(agreementId),
      psa.item(itemId),
      psa.services(agreement),
      psa.charges(agreementId),
      all(psa.companies()),
      psa.changeItem(itemId, { unitCost: "1" }, limits),
    ].map(apiError),
  );
  expect(errors.map(({ kind }) => kind)).toEqual(Array(6).fill("unauthorised"));
});

test("an error never holds a credential", async () => {
  const { secret, integrationCode } = endpoints().autotask;
  const body = { errors: [`Unable to find ${secret} ${integrationCode}`] };
  const effect = { kind: "answer", status: 500, body };
  await control().fault({ service: "autotask", pattern: "/Contracts/query$", effect });
  const error = await apiError(all(connect().psa.agreements()));
  expect(error.rawAnswer).toContain("•••");
  expect(JSON.stringify([error, error.rawAnswer, error.words, error.stack])).not.toContain(secret);
});

test("a site that is not the vendor's may not be called", () => {
  const refused = expect.objectContaining({ kind: "rejected" });
  expect(() => connect({ site: "https://psa.evil.example" })).toThrow(refused);
  expect(() => connect({ allowSandbox: false })).toThrow(refused);
});

test("a tenant that has moved to another zone is found again, by calls that run at once as well", async () => {
  const { agreementId, itemId } = await place();
  const { psa, calls } = connect();
  await psa.agreement(agreementId);
  await control().settings({ autotask: { zone: 6 } });
  const found = await Promise.all([psa.agreement(agreementId), psa.item(itemId), psa.agreement(agreementId)]);
  expect(found.map((one) => one?.id)).toEqual([agreementId, itemId, agreementId]);
  expect(calls.at(-1)?.path).toContain("/zone6/ATServicesRest/V1.0/");
  expect(calls.filter(({ path }) => path.endsWith("ZoneInformation"))).toHaveLength(2);
});

test("a write to a tenant that has moved is made once, in the new zone", async () => {
  const { itemId } = await place();
  const { psa } = connect();
  await psa.item(itemId);
  await control().settings({ autotask: { zone: 6 } });
  expect(await psa.changeItem(itemId, { unitCost: "1.23" }, limits)).toMatchObject({ unitCost: "1.23" });
  expect(await control().writes()).toHaveLength(1);
});
