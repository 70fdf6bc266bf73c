import { cookieRules } from "@/lib/auth/cookies";

describe("our cookies", () => {
  it("are bound to this host and to https where the portal has it", () => {
    for (const { name, options } of Object.values(cookieRules("https://portal.example"))) {
      expect(name).toMatch(/^__Host-/);
      expect(options).toEqual({ httpOnly: true, sameSite: "lax", path: "/", secure: true });
    }
  });

  it("work over http on one's own machine", () => {
    const { sessionToken } = cookieRules("http://127.0.0.1:3000");
    expect(sessionToken.name).toBe("prism-session");
    expect(sessionToken.options.secure).toBe(false);
  });
});
