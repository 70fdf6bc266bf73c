import { sendsTooMuch } from "./body-limit";
import { answerHeaders, contentSecurityPolicy, newNonce } from "./security-headers";

describe("the policy of a page", () => {
  const policy = contentSecurityPolicy("n0nce", { development: false });

  it("takes scripts and inline styles with the answer's nonce alone", () => {
    expect(policy).toContain("script-src 'nonce-n0nce' 'strict-dynamic';");
    expect(policy).toContain("style-src 'self' 'nonce-n0nce';");
    expect(policy).not.toMatch(/unsafe|\*|https?:/);
  });

  it.each(["default-src 'none'", "frame-ancestors 'none'", "base-uri 'none'", "form-action 'self'"])(
    "says %s",
    (directive) => expect(policy.split("; ")).toContain(directive),
  );

  it("has a nonce of 128 bits that is never the same", () => {
    const nonces = Array.from({ length: 1_000 }, newNonce);
    expect(new Set(nonces).size).toBe(1_000);
    expect(nonces.every((nonce) => Buffer.from(nonce, "base64").length === 16)).toBe(true);
  });
});

describe("other headers", () => {
  it("bind a browser to https where the portal is reached so, and never on a plain address", () => {
    expect(answerHeaders("https://portal.example")["Strict-Transport-Security"]).toMatch(/max-age=63072000/);
    expect(answerHeaders("http://localhost:3000")).not.toHaveProperty("Strict-Transport-Security");
  });

  it("let nobody keep an answer", () => {
    expect(answerHeaders("https://portal.example")["Cache-Control"]).toContain("no-store");
  });
});

describe("the length that a request tells of its body", () => {
  it.each([
    [null, false],
    ["0", false],
    ["524288", false],
    ["524289", true],
    ["99999999999999999999", true],
    ["many", true],
  ])("%s: too much is %s", (length, tooMuch) => expect(sendsTooMuch(length)).toBe(tooMuch));
});
