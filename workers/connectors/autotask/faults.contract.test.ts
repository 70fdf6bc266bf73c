import type { NewCharge } from "../psa";
import { adjustment, autotaskSandbox, limits, servicesOf } from "../testing/autotask-site";
import { all, apiError } from "../testing/expect-error";

const { connect, place, control } = autotaskSandbox();
const service = "autotask";

async function open() {
  const { agreement, agreementId, itemId } = await place();
  const { psa } = connect();
  const read = await psa.services(agreement);
  return { agreement, agreementId, itemId, from: read.agreement.nextInvoiceDate ?? "" };
}

const adjusting = { service, method: "POST", pattern: "/ServiceAdjustments$" };

test("an answer that is lost leaves the outcome unknown, the write is made once, and the units show it", async () => {
  const { agreementId, itemId, from } = await open();
  await control().fault({ ...adjusting, effect: { kind: "lose_answer" } });
  const { psa } = connect();
  const error = await apiError(psa.adjustUnits(adjustment(agreementId, itemId, from), limits));
  expect(error).toMatchObject({ kind: "unavailable", outcomeUnknown: true });
  expect(await control().writes()).toHaveLength(1);
  const [found] = await servicesOf(psa, agreementId, itemId);
  expect(found?.rows[0]).toMatchObject({ from, units: "25" });
});

test("a write that is answered too late is a timeout of unknown outcome", async () => {
  const { agreementId, itemId, from } = await open();
  await control().fault({ ...adjusting, effect: { kind: "delay", ms: 900, when: "after" } });
  const { psa } = connect();
  await psa.item(itemId);
  const late = psa.adjustUnits(adjustment(agreementId, itemId, from), { timeoutMs: 400 });
  expect(await apiError(late)).toMatchObject({ kind: "timeout", outcomeUnknown: true });
  expect(await control().writes()).toHaveLength(1);
});

test.each([
  ["a page of a gateway", { kind: "answer", status: 502, body: "<html>Bad gateway</html>" }, "unavailable"],
  ["a 500 without words", { kind: "answer", status: 500, body: "<html>Error</html>" }, "unavailable"],
  ["a reset", { kind: "reset" }, "unavailable"],
  ["a page with status 200", { kind: "answer", status: 200, body: "<html>Please wait</html>" }, "unreadable"],
  ["a text that is cut", { kind: "truncate", clean: true }, "unreadable"],
  ["a body that breaks off", { kind: "truncate" }, "unreadable"],
])("an adjustment answered by %s has an unknown outcome, and is not sent again", async (_, effect, kind) => {
  const { agreementId, itemId, from } = await open();
  await control().fault({ ...adjusting, effect });
  const { psa, calls } = connect();
  const error = await apiError(psa.adjustUnits(adjustment(agreementId, itemId, from), limits));
  expect(error).toMatchObject({ kind, outcomeUnknown: true });
  expect(calls.filter(({ path }) => path.endsWith("/ServiceAdjustments"))).toHaveLength(1);
});

test("words that nobody has seen refuse a write", async () => {
  const { agreementId, itemId, from } = await open();
  const body = { errors: ["The contract is locked by a workflow rule."] };
  await control().fault({ ...adjusting, effect: { kind: "answer", status: 500, body } });
  expect(
    await apiError(connect().psa.adjustUnits(adjustment(agreementId, itemId, from), limits)),
  ).toMatchObject({ kind: "rejected", words: body.errors[0], outcomeUnknown: false });
});

test("a write that meets the thread limit is not repeated, and says how long to wait", async () => {
  const { agreementId, itemId, from } = await open();
  const body = { errors: ["API thread threshold of 3 threads has been exceeded"] };
  await control().fault({ ...adjusting, effect: { kind: "answer", status: 500, body } });
  const { psa, waits } = connect();
  expect(await apiError(psa.adjustUnits(adjustment(agreementId, itemId, from), limits))).toMatchObject({
    kind: "rate_limited",
    retryAfterMs: 1_000,
    outcomeUnknown: false,
  });
  expect(waits).toEqual([]);
  expect(await control().writes()).toEqual([]);
});

test("a read waits out a rate limit, a gateway's page, a reset and a 500 with words", async () => {
  const path = "/ATServicesRest/V1.0/Contracts/query";
  const answer = (status: number, body: unknown, headers = {}) => ({ kind: "answer", status, body, headers });
  const { psa, waits } = connect();
  await psa.agreement("1");
  await control().fault({ service, path, effect: answer(429, "", { "Retry-After": "7" }) });
  await control().fault({ service, path, effect: answer(502, "<html>Bad gateway</html>") });
  await control().fault({ service, path, effect: { kind: "reset" } });
  await control().fault({ service, path, effect: answer(500, { errors: ["Object reference not set."] }) });
  expect((await all(psa.agreements())).length).toBeGreaterThan(0);
  expect(waits.map(({ reason, waitMs }) => [reason, waitMs])).toEqual([
    ["the service asked us to slow down", 7_000],
    ["the service did not answer", 500],
    ["the service did not answer", 1_000],
    ["the service did not answer", 2_000],
  ]);
});

test("a charge whose record cannot be read back is of unknown outcome, not refused", async () => {
  const { agreementId } = await open();
  const charge: NewCharge = {
    reference: "2f295b21-0000-4000-8000-000000000001:azure:08",
    itemId: null,
    billingCodeId: "514",
    name: "Azure usage",
    from: "2026-09-01",
    to: "2026-09-30",
    costAmount: "80",
    priceAmount: "97.48",
  };
  const denied = "The logged in Resource does not have the adequate permissions to query this entity type.";
  const effect = { kind: "answer", status: 500, body: { errors: [denied] } };
  await control().fault({ service, method: "GET", pattern: "/Charges/\\d+$", effect });
  const { psa } = connect();
  expect(await apiError(psa.createCharge(agreementId, charge, limits))).toMatchObject({
    kind: "unreadable",
    outcomeUnknown: true,
  });
  const found = (await psa.charges(agreementId)).filter(({ reference }) => reference === charge.reference);
  expect(found).toHaveLength(1);
});

test("reads that lag behind a write do not hide it from its own answer", async () => {
  const { agreement, agreementId, itemId } = await open();
  await control().settings({ autotask: { staleReads: 2 } });
  const { psa } = connect();
  expect(await psa.changeItem(itemId, { unitCost: "7.77" }, limits)).toMatchObject({ unitCost: "7.77" });
  const endDate = `${Number(agreement.endDate?.slice(0, 4)) + 1}-12-31`;
  expect(await psa.extendAgreement(agreementId, endDate, limits)).toMatchObject({ endDate });
});

test("units that lag behind show what was before, and the change as soon as it is there", async () => {
  const { agreementId, itemId, from } = await open();
  await control().settings({ autotask: { staleReads: 1 } });
  const { psa } = connect();
  await psa.adjustUnits(adjustment(agreementId, itemId, from), limits);
  expect(await servicesOf(psa, agreementId, itemId)).toEqual([]);
  const [found] = await servicesOf(psa, agreementId, itemId);
  expect(found?.rows[0]?.units).toBe("25");
});

test("units of a service that the list does not show yet are waited for, never left out", async () => {
  const { agreementId, itemId, from } = await open();
  const { psa } = connect();
  await psa.adjustUnits(adjustment(agreementId, itemId, from), limits);
  const empty = {
    items: [],
    pageDetails: { count: 0, requestCount: 500, prevPageUrl: null, nextPageUrl: null },
  };
  const effect = { kind: "answer", status: 200, body: empty };
  const path = "/ATServicesRest/V1.0/ContractServices/query";
  await control().fault({ service, path, effect, times: 2 });
  expect(await servicesOf(psa, agreementId, itemId)).toHaveLength(1);
  await control().fault({ service, path, effect, times: 5 });
  expect(await apiError(servicesOf(psa, agreementId, itemId))).toMatchObject({ kind: "unreadable" });
});

test("a row that leaves the list between two pages is noticed", async () => {
  const [first] = await control().list("autotask/services");
  for (let number = 0; number < 510; number++) {
    await control().create("autotask/services", {
      name: `S${number}`,
      billingCodeID: first?.billingCodeID,
      periodType: 2,
      unitPrice: 1,
    });
  }
  const created = (await control().list("autotask/services")).at(20);
  await control().fault({
    service,
    pattern: "/Services/query/next$",
    effect: { kind: "person", does: "remove", entities: "services", id: String(created?.id) },
  });
  const read = all(connect().psa.items());
  expect(await apiError(read)).toMatchObject({ kind: "unreadable" });
}, 60_000);

test("three calls of one kind at a time: no thread is refused, however many are asked for", async () => {
  const { itemId } = await open();
  await control().settings({ autotask: { latencyMs: 20 } });
  const { psa, calls } = connect();
  await Promise.all(Array.from({ length: 20 }, () => psa.item(itemId)));
  expect(calls.filter(({ status }) => status !== 200)).toEqual([]);
});

test("at 40 % of the tenant's quota the run is put off, and says until when", async () => {
  const { agreementId, itemId, from } = await open();
  await control().settings({ autotask: { threshold: { limit: 10_000, usedElsewhere: 4_000 } } });
  const { psa, waits } = connect();
  const expected = { kind: "rate_limited", retryAfterMs: 15 * 60_000, outcomeUnknown: false };
  expect(await apiError(psa.adjustUnits(adjustment(agreementId, itemId, from), limits))).toMatchObject(
    expected,
  );
  expect(await apiError(all(psa.companies()))).toMatchObject({ kind: "rate_limited" });
  expect(waits).toEqual([]);
  expect(await control().writes()).toEqual([]);
});
