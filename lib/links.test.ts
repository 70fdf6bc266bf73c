import fc from "fast-check";
import { absoluteLink, links, safeCallbackPath } from "@/lib/links";

const origin = "https://portal.example";

import { hostilePaths } from "@/scripts/testing/hostile-paths";

describe("the path to return to after sign-in", () => {
  it.each([
    "/",
    "/runs/7f0c/items/9a",
    "/runs/7f0c?outcome=failed&code=agreement_ended",
    "/history?q=a%2Fb%26c",
    "/programs/microsoft-csp?page=https://elsewhere.example",
    "/troubleshooting/psa_unauthorised",
    "/signing-in-is-another-page",
  ])("is kept: %s", (path) => {
    expect(safeCallbackPath(path, origin)).toBe(path);
  });

  it("loses only its fragment", () => {
    expect(safeCallbackPath("/runs/1#line", origin)).toBe("/runs/1");
  });

  it.each(hostilePaths)("is the dashboard instead of %p", (hostile) => {
    expect(safeCallbackPath(hostile, origin)).toBe("/");
  });

  it("is tried with a hundred hostile values at least", () => {
    expect(new Set(hostilePaths).size).toBeGreaterThanOrEqual(100);
  });

  it("never leads a browser to another origin, whatever it is", () => {
    const piece = fc.constantFrom(
      "/",
      "\\",
      ".",
      "..",
      "%2e",
      "%5c",
      "%2f",
      "@",
      ":",
      "?",
      "#",
      "evil.example",
      "\t",
      "a",
    );
    const hostile = fc.array(piece, { maxLength: 12 }).map((pieces) => `/${pieces.join("")}`);
    fc.assert(
      fc.property(hostile, (value) => {
        const path = safeCallbackPath(value, origin);
        return new URL(path, origin).origin === origin && path.startsWith("/") && !path.startsWith("//");
      }),
      { numRuns: 5_000 },
    );
  });
});

describe("addresses for mails", () => {
  it("open the very item", () => {
    expect(absoluteLink("https://portal.example", links.item("r1", "i1"))).toBe(
      "https://portal.example/runs/r1/items/i1",
    );
  });

  it("carry path and query of a callback through sign-in", () => {
    const link = new URL(links.confirmSignIn("t+/=", "a+b@x.example", "/runs/1?q=a%26b"), origin);
    expect(Object.fromEntries(link.searchParams)).toEqual({
      token: "t+/=",
      email: "a+b@x.example",
      callbackUrl: "/runs/1?q=a%26b",
    });
  });
});
