import { all, apiError } from "../testing/expect-error";
import { type Answer, type Listener, listen, sendJson } from "../testing/listen";
import { recordingHooks } from "../testing/waits";
import { createPrismConnector } from "./provider";

let server: Listener | undefined;
let prism: ReturnType<typeof createPrismConnector> | undefined;

afterEach(async () => {
  await prism?.close();
  await server?.close();
});

/** A PRISM whose token serves an hour, and whose other calls are answered by `answer`. */
async function start(answer: Answer, token: Answer = (_, response) => sendJson(response, tokenNumber())) {
  const listening = await listen((request, response) =>
    (request.path === "/core/connect/token" ? token : answer)(request, response),
  );
  const log = recordingHooks();
  const connector = createPrismConnector({
    apiUrl: listening.url,
    identityUrl: `${listening.url}/`,
    clientId: "client",
    clientSecret: "a+secret&more",
    ...log.hooks,
  });
  server = listening;
  prism = connector;
  const tokens = () => listening.received.filter(({ path }) => path === "/core/connect/token");
  return { prism: connector, received: listening.received, tokens, ...log };
}

let given = 0;
const tokenNumber = () => ({ access_token: `token-${++given}`, expires_in: 3600, token_type: "Bearer" });
beforeEach(() => {
  given = 0;
});

const none: Answer = (_, response) => sendJson(response, []);

describe("the token", () => {
  test("is asked for with the client's credentials in a form, and carried by every call", async () => {
    const { prism, tokens, received } = await start(none);
    await prism.customers();
    expect(tokens()[0]).toMatchObject({
      method: "POST",
      headers: expect.objectContaining({ "content-type": "application/x-www-form-urlencoded" }),
    });
    expect(Object.fromEntries(new URLSearchParams(tokens()[0]?.body))).toEqual({
      grant_type: "client_credentials",
      client_id: "client",
      client_secret: "a+secret&more",
      scope: "rhipeapi",
    });
    expect(received.at(-1)?.headers.authorization).toBe("Bearer token-1");
  });

  test("is shared by calls that run at once", async () => {
    const { prism, tokens } = await start(none);
    await Promise.all([prism.customers(), all(prism.tenants("1")), prism.customers()]);
    expect(tokens()).toHaveLength(1);
  });

  test("is renewed ten minutes before it expires, once", async () => {
    const { prism, tokens, passTime } = await start(none);
    await prism.customers();
    passTime(2_999_000);
    await prism.customers();
    expect(tokens()).toHaveLength(1);
    passTime(1_000);
    await Promise.all([prism.customers(), prism.customers()]);
    expect(tokens()).toHaveLength(2);
  });

  test("that lives shorter than that is used for half its life", async () => {
    const { prism, tokens, passTime } = await start(none, (_, response) =>
      sendJson(response, { ...tokenNumber(), expires_in: 60 }),
    );
    await prism.customers();
    passTime(29_000);
    await prism.customers();
    expect(tokens()).toHaveLength(1);
    passTime(1_000);
    await prism.customers();
    expect(tokens()).toHaveLength(2);
  });

  test("that is refused is renewed once, also when several calls meet the refusal", async () => {
    const { prism, tokens } = await start(({ headers }, response) =>
      headers.authorization === "Bearer token-1" ? sendJson(response, {}, 401) : sendJson(response, []),
    );
    expect(await Promise.all([prism.customers(), prism.customers()])).toEqual([[], []]);
    expect(tokens()).toHaveLength(2);
  });

  test("that is refused again is an error, not a circle", async () => {
    const { prism, received } = await start((_, response) => sendJson(response, { Message: "Denied" }, 401));
    expect(await apiError(prism.customers())).toMatchObject({ kind: "unauthorised", words: "Denied" });
    expect(received).toHaveLength(4);
  });

  test.each([
    [400, { error: "invalid_client" }, "unauthorised"],
    [400, { error: "unauthorized_client" }, "unauthorised"],
    [401, {}, "unauthorised"],
    [400, { error: "invalid_scope" }, "rejected"],
    [200, { access_token: "secret-token", expires_in: "soon" }, "unreadable"],
    [200, { token: "secret-token" }, "unreadable"],
  ])("endpoint that answers %d %j: %s, and no credential is kept", async (status, body, kind) => {
    const { prism } = await start(none, (_, response) => sendJson(response, body, status));
    const error = await apiError(prism.customers());
    expect(error.kind).toBe(kind);
    expect(JSON.stringify([error, error.rawAnswer, error.words, error.stack])).not.toMatch(/secret/);
  });

  test("failure is not remembered", async () => {
    let calls = 0;
    const { prism } = await start(none, (_, response) =>
      ++calls === 1
        ? sendJson(response, { error: "invalid_client" }, 400)
        : sendJson(response, tokenNumber()),
    );
    expect(await apiError(prism.customers())).toMatchObject({ kind: "unauthorised" });
    expect(await prism.customers()).toEqual([]);
  });
});

describe("the list of invoices", () => {
  const record = (id: number, start = "2026-08-01") => ({
    InvoiceId: `I${id}`,
    ProgramName: "Microsoft CSP Indirect",
    ContractAgreementId: "A",
    BillingPeriodStart: `${start}T00:00:00+10:00`,
    BillingPeriodEnd: "2026-08-31T23:59:59+10:00",
  });
  type Page = { ids: number[]; total?: number };
  const pages =
    (...all: Page[]): Answer =>
    ({ query }, response) => {
      const page = all[Number(query.get("page")) - 1] ?? { ids: [] };
      sendJson(response, { Records: page.ids.map((id) => record(id)), TotalRecords: page.total });
    };
  const ids = async (answer: Answer) => {
    const { prism, received } = await start(answer);
    const invoices = await prism.invoices();
    return { ids: invoices.map(({ invoiceId }) => invoiceId), calls: received.length - 1 };
  };

  test("ends where its own count says, whatever the size of its pages", async () => {
    const answer = pages({ ids: [1, 2], total: 5 }, { ids: [3], total: 5 }, { ids: [4, 5], total: 5 });
    expect(await ids(answer)).toEqual({ ids: ["I1", "I2", "I3", "I4", "I5"], calls: 3 });
    await server?.close();
    expect(await ids(pages({ ids: [], total: 0 }))).toEqual({ ids: [], calls: 1 });
  });

  test("without a count ends at an empty page", async () => {
    expect(await ids(pages({ ids: [1, 2] }, { ids: [3] }))).toEqual({ ids: ["I1", "I2", "I3"], calls: 3 });
  });

  test.each<[string, Page[]]>([
    ["the same page again and again", [{ ids: [1, 2] }, { ids: [1, 2] }, { ids: [1, 2] }]],
    [
      "pages that overlap",
      [
        { ids: [1, 2], total: 4 },
        { ids: [2, 3], total: 4 },
      ],
    ],
    ["one invoice twice", [{ ids: [1, 1], total: 2 }]],
    ["a page that is missing", [{ ids: [1, 2], total: 4 }]],
    ["more than were counted", [{ ids: [1, 2, 3], total: 2 }]],
    [
      "a count that changes",
      [
        { ids: [1, 2], total: 4 },
        { ids: [3, 4], total: 5 },
      ],
    ],
  ])("%s: thrown, never taken for the whole", async (_, given) => {
    const { prism } = await start(pages(...given));
    expect(await apiError(prism.invoices())).toMatchObject({ kind: "unreadable" });
  });

  test("puts the newest period first and keeps dates and totals as written", async () => {
    const { prism } = await start((_, response) => {
      const total = JSON.stringify({ Records: [record(1, "2026-07-01"), record(2)], TotalRecords: 2 });
      response.end(
        total.replace(
          '"ContractAgreementId":"A"',
          '"ContractAgreementId":7,"Total":48112.40,"Currency":"AUD"',
        ),
      );
    });
    expect(await prism.invoices()).toEqual([
      expect.objectContaining({ invoiceId: "I2", periodStart: "2026-08-01", total: null, currency: null }),
      expect.objectContaining({
        invoiceId: "I1",
        periodStart: "2026-07-01",
        periodEnd: "2026-08-31",
        contractAgreementId: "7",
        total: "48112.4",
        currency: "AUD",
      }),
    ]);
  });
});

test.each([
  ["a page of a gateway", "<html>Please wait</html>", "A web page came instead of data."],
  ["a text that is cut", '[{"CustomerId":', "The answer is cut short or is no JSON."],
  ["an object in place of a list", "{}", "the answer"],
  ["a customer without an id", '[{"CustomerName":"Contoso"}]', "0.CustomerId"],
])("%s is unreadable", async (_, body, words) => {
  const { prism } = await start((_, response) => response.end(body));
  expect(await apiError(prism.customers())).toMatchObject({
    kind: "unreadable",
    words: expect.stringContaining(words),
  });
});

test("a customer is one row for each program in which it has a contract", async () => {
  const agreement = (id: string, contract: string | null) => ({
    Id: id,
    ProgramName: id,
    ContractAgreementId: contract,
  });
  const { prism } = await start((_, response) =>
    sendJson(response, [
      {
        CustomerId: "C1",
        CustomerName: "Contoso",
        WebUrl: " ",
        IsActive: true,
        CustomerProgramAgreements: [agreement("T1", "A1"), agreement("T2", null), agreement("T3", "A3")],
      },
      { CustomerId: "C2", CustomerName: "New", IsActive: true, CustomerProgramAgreements: null },
    ]),
  );
  expect((await prism.customers()).map((one) => [one.customerId, one.tenantId, one.website])).toEqual([
    ["C1", "T1", null],
    ["C1", "T3", null],
  ]);
});

test.each([
  [{ DisplayTemplate: "Azure" }, { usageBased: true }],
  [{ DisplayTemplate: "License", Unit: "Usage-based" }, { usageBased: true }],
  [{ DisplayTemplate: "License", Unit: "Licenses" }, { usageBased: false }],
  [
    { DisplayTemplate: null, Unit: null, BillingCycle: null },
    { usageBased: false, billedAnnually: false },
  ],
  [{ BillingCycle: "Annual" }, { billedAnnually: true }],
  [{ BillingCycle: "Monthly" }, { billedAnnually: false }],
  [{ Status: "Suspended" }, { active: false }],
  [{ Quantity: 2.5 }, { quantity: "2.5" }],
])("a subscription with %j is %j", async (change, expected) => {
  const subscription = {
    SubscriptionId: "S",
    Status: "Active",
    ProductId: "P",
    ProductName: "N",
    Quantity: 1,
  };
  const tenant = { TenantId: "T", TenantStatus: "Active", CustomerId: "C", CustomerName: "Contoso" };
  const { prism } = await start((_, response) =>
    sendJson(response, [{ ...tenant, Subscriptions: [{ ...subscription, ...change }] }]),
  );
  const [found] = await all(prism.tenants("A"));
  expect(found?.subscriptions[0]).toMatchObject({ subscriptionId: "S", active: true, ...expected });
});
