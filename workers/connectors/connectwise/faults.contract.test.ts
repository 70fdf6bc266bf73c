import { connectWiseSandbox, limits, newLine } from "../testing/connectwise-site";
import { all, apiError } from "../testing/expect-error";

const { connect, place, control } = connectWiseSandbox();

test("an answer that is lost leaves the outcome unknown, the write is made once, and reading finds it", async () => {
  const { agreementId, itemId, from } = await place();
  await control().fault({
    service: "connectwise",
    method: "POST",
    path: "/finance/agreements",
    effect: { kind: "lose_answer" },
  });
  const { psa } = connect();
  const error = await apiError(psa.createLine(agreementId, newLine(itemId, from), limits));
  expect(error).toMatchObject({ kind: "unavailable", outcomeUnknown: true });
  expect(await control().writes()).toHaveLength(1);
  const found = (await psa.lines(agreementId)).filter((line) => line.reference === newLine("", "").reference);
  expect(found).toHaveLength(1);
});

test("a write that is answered too late is a timeout of unknown outcome", async () => {
  const { agreementId, itemId, from } = await place();
  const effect = { kind: "delay", ms: 400, when: "after" };
  await control().fault({ service: "connectwise", method: "POST", effect });
  const creating = connect().psa.createLine(agreementId, newLine(itemId, from), { timeoutMs: 150 });
  expect(await apiError(creating)).toMatchObject({ kind: "timeout", outcomeUnknown: true });
  expect(await control().writes()).toHaveLength(1);
});

test.each([
  ["a page of a gateway with status 200", { kind: "answer", status: 200, body: "<html>Please wait</html>" }],
  ["a text that is cut", { kind: "truncate", clean: true }],
  ["a body that breaks off", { kind: "truncate" }],
  ["numbers that are none", { kind: "answer", status: 201, body: { id: 1, quantity: "NaN" } }],
])("a write answered by %s has an unknown outcome", async (_, effect) => {
  const { agreementId, itemId, from } = await place();
  await control().fault({ service: "connectwise", method: "POST", effect });
  expect(await apiError(connect().psa.createLine(agreementId, newLine(itemId, from), limits))).toMatchObject({
    kind: "unreadable",
    outcomeUnknown: true,
  });
});

test("a write that meets a rate limit is not repeated, and says how long to wait", async () => {
  const { agreementId, itemId, from } = await place();
  const body = { error: "ConnectWiseAPI", message: "Too many requests. Please try again in 30 seconds." };
  const effect = { kind: "answer", status: 429, headers: { "Retry-After": "30" }, body };
  await control().fault({ service: "connectwise", method: "POST", effect });
  const { psa, waits } = connect();
  expect(await apiError(psa.createLine(agreementId, newLine(itemId, from), limits))).toMatchObject({
    kind: "rate_limited",
    retryAfterMs: 30_000,
    words: body.message,
    outcomeUnknown: false,
  });
  expect(waits).toEqual([]);
  expect(await control().writes()).toEqual([]);
});

test("a read waits out a rate limit, a gateway's page, a reset and ConnectWise's own timeout", async () => {
  const service = "connectwise";
  const path = "/finance/agreements";
  const limited = {
    kind: "answer",
    status: 429,
    headers: { "Retry-After": "7" },
    body: { error: "x", message: "y" },
  };
  await control().fault({ service, path, effect: limited });
  await control().fault({
    service,
    path,
    effect: { kind: "answer", status: 502, body: "<html>Bad gateway</html>" },
  });
  await control().fault({ service, path, effect: { kind: "reset" } });
  const told = { code: "ConnectWiseApi", message: "A timeout has occured. Please try again." };
  await control().fault({ service, path, effect: { kind: "answer", status: 500, body: told } });
  const { psa, waits } = connect();
  expect((await all(psa.agreements())).length).toBeGreaterThan(0);
  expect(waits.map(({ reason, waitMs }) => [reason, waitMs])).toEqual([
    ["the service asked us to slow down", 7_000],
    ["the service did not answer", 500],
    ["the service did not answer", 1_000],
    ["the answer took too long", 2_000],
  ]);
});
