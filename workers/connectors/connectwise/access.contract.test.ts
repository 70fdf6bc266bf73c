import { connectWiseSandbox, limits, newLine } from "../testing/connectwise-site";
import { all, apiError } from "../testing/expect-error";
import type { ConnectWiseOptions } from "./provider";

const { connect, place, control, endpoints } = connectWiseSandbox();

const rights = async (change: Partial<ConnectWiseOptions> = {}) => connect(change).psa.checkAccess();
const missing = async () =>
  (await rights()).permissions.filter((one) => !one.granted).map(({ name }) => name);

test("keys with all rights are reported so, and nothing is written", async () => {
  const report = await rights();
  expect(report.credentials).toBe("accepted");
  expect(report.about).toMatch(/^ConnectWise PSA /);
  expect(report.permissions.length).toBeGreaterThanOrEqual(10);
  expect(report.permissions.filter((one) => !one.granted)).toEqual([]);
  expect(await control().writes()).toEqual([]);
});

test.each([
  ["companies:inquire", "Companies › Company Maintenance › Inquire"],
  ["agreements:inquire", "Finance › Agreements › Inquire"],
  ["additions:inquire", "Finance › Agreements › Inquire (additions)"],
  ["additions:add", "Finance › Agreements › Add (additions)"],
  ["additions:edit", "Finance › Agreements › Edit (additions)"],
  ["catalog:inquire", "Procurement › Product Catalog › Inquire"],
  ["catalog:add", "Procurement › Product Catalog › Add"],
  ["catalog:edit", "Procurement › Product Catalog › Edit"],
])("without the right %s the report names it", async (denied, name) => {
  await control().settings({ connectwise: { denied: [denied] } });
  expect(await missing()).toContain(name);
  expect(await control().writes()).toEqual([]);
});

test.each(["401", "403", "404"])("wrong keys answered by %s are refused credentials", async (wrongKeys) => {
  await control().settings({ connectwise: { wrongKeys } });
  const report = await rights({ privateKey: "wrong" });
  expect(report).toEqual({ about: null, credentials: "refused", permissions: [] });
});

test.each(["401", "403", "404"])(
  "keys that are withdrawn in the middle never make a record look deleted (%s)",
  async (wrongKeys) => {
    const { agreementId, itemId, from } = await place();
    await control().settings({ connectwise: { wrongKeys } });
    const { psa } = connect({ privateKey: "withdrawn" });
    const line = newLine(itemId, from);
    const errors = await Promise.all(
      [
        psa.agreement(agreementId),
        psa.item(itemId),
        psa.line(agreementId, "1"),
        psa.lines(agreementId),
        all(psa.companies()),
        psa.createLine(agreementId, line, limits),
      ].map(apiError),
    );
    expect(errors.map(({ kind }) => kind)).toEqual(Array(6).fill("unauthorised"));
  },
);

test("an error never holds a credential", async () => {
  const { privateKey } = endpoints().connectwise;
  const body = { code: "Security", message: "Refused", echo: `Basic x ${privateKey}` };
  await control().fault({
    service: "connectwise",
    path: "/finance/agreements",
    effect: { kind: "answer", status: 400, body },
  });
  const error = await apiError(all(connect().psa.agreements()));
  expect(error.rawAnswer).toContain("•••");
  expect(JSON.stringify([error, error.rawAnswer, error.stack])).not.toContain(privateKey);
});

test("a missing clientId is a right that is missing", async () => {
  expect((await rights({ clientId: "wrong" })).permissions.every((one) => !one.granted)).toBe(true);
  await control().settings({ connectwise: { missingClientId: "401" } });
  expect((await rights({ clientId: "wrong" })).credentials).toBe("refused");
});

test("an unknown company and an unknown site are told apart", async () => {
  expect(await apiError(rights({ companyId: "nobody" }))).toMatchObject({
    kind: "not_found",
    words: expect.stringContaining('knows no company "nobody"'),
  });
  expect(await apiError(rights({ site: endpoints().mail.url }))).toMatchObject({
    kind: "not_found",
    words: expect.stringContaining("There is no ConnectWise site at 127.0.0.1"),
  });
});

test("a site that is not the vendor's may not be called", () => {
  expect(() => connect({ site: "https://psa.evil.example" })).toThrow(
    expect.objectContaining({ kind: "rejected" }),
  );
  expect(() => connect({ allowSandbox: false })).toThrow(expect.objectContaining({ kind: "rejected" }));
});

test("a site that has been upgraded is found again, by calls that run at once as well", async () => {
  const { agreementId, itemId } = await place();
  const { psa, calls } = connect();
  await psa.agreement(agreementId);
  await control().settings({ connectwise: { codebase: "v2025_2" } });
  const found = await Promise.all([psa.agreement(agreementId), psa.item(itemId), psa.agreement(agreementId)]);
  expect(found.map((one) => one?.id)).toEqual([agreementId, itemId, agreementId]);
  expect(calls.at(-1)?.path).toContain("/v2025_2/apis/3.0/");
  expect(await psa.agreement("999999")).toBeNull();
});

test("a write to a site that has been upgraded is not made, and not taken for a missing agreement", async () => {
  const { agreementId, itemId, from } = await place();
  const { psa } = connect();
  await psa.agreement(agreementId);
  await control().settings({ connectwise: { codebase: "v2025_2" } });
  const writing = () => psa.createLine(agreementId, newLine(itemId, from), limits);
  expect(await apiError(writing())).toMatchObject({ kind: "unavailable", outcomeUnknown: true });
  expect(await control().writes()).toEqual([]);
  expect(await writing()).toMatchObject({ itemId });
});
