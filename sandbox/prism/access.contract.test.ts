import { listenAsPrism, type PrismListening } from "./testing/listen";

describe("access to PRISM's stand-in", () => {
  let now = Date.parse("2026-11-23T00:00:00Z");
  let prism: PrismListening;

  beforeAll(async () => {
    prism = await listenAsPrism("clean", { tokenLifetimeSeconds: 900, clock: () => now });
  });
  afterAll(() => prism.close());
  beforeEach(() => prism.renewToken());

  it("gives a bearer token that says how long it serves", async () => {
    const answer = await prism.askToken();
    expect(answer.status).toBe(200);
    expect(await answer.json()).toEqual({
      access_token: expect.stringMatching(/^[0-9a-f]{64}$/),
      expires_in: 900,
      token_type: "Bearer",
    });
  });

  it.each([
    [{ client_id: "somebody-else" }, "invalid_client"],
    [{ client_secret: "wrong" }, "invalid_client"],
    [{ grant_type: "password" }, "unsupported_grant_type"],
    [{ scope: "openid" }, "invalid_scope"],
  ])("refuses a token for %p", async (fields, error) => {
    const answer = await prism.askToken(fields);
    expect([answer.status, await answer.json()]).toEqual([400, { error }]);
  });

  it("wants the token call as a form", async () => {
    const answer = await fetch(`${prism.url}/core/connect/token`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ grant_type: "client_credentials" }),
    });
    expect([answer.status, await answer.json()]).toEqual([400, { error: "invalid_request" }]);
  });

  it.each(["", "Bearer made-up", "Basic cHJpc20="])(
    "denies a call whose authorization is %p",
    async (authorization) => {
      const answer = await fetch(`${prism.url}/api/v1/me`, {
        headers: authorization ? { authorization } : {},
      });
      expect(answer.status).toBe(401);
      expect(answer.headers.get("www-authenticate")).toBe("Bearer");
      expect(await answer.json()).toEqual({
        Message: "Authorization has been denied for this request.",
      });
    },
  );

  it("lets a token end when its time is over", async () => {
    now += 899_000;
    expect((await prism.call("/api/v1/me")).status).toBe(200);
    now += 1_000;
    expect((await prism.call("/api/v1/me")).status).toBe(401);
    await prism.renewToken();
    expect((await prism.call("/api/v1/me")).status).toBe(200);
  });

  it("ends all tokens when the setting says so", async () => {
    prism.service.settings.change({ tokenLifetimeSeconds: 0 });
    expect((await prism.call("/api/v1/me")).status).toBe(401);
    prism.service.settings.change({ tokenLifetimeSeconds: 900 });
    expect((await prism.call("/api/v1/me")).status).toBe(200);
    expect(() => prism.service.settings.change({ tokenLifetime: 1 })).toThrow("tokenLifetime");
  });

  it("goes on after a restart with the tokens it gave", async () => {
    const saved: unknown = JSON.parse(JSON.stringify(prism.service.snapshot()));
    prism.service.settings.change({ tokenLifetimeSeconds: 0 });
    prism.service.restore(saved);
    expect((await prism.call("/api/v1/me")).status).toBe(200);
    expect(() => prism.service.restore({ seed: {} })).toThrow();
  });
});
