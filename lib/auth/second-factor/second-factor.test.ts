import {
  enrolmentAddress,
  findHalfMinute,
  newRecoveryCodes,
  newSecret,
  readRecoveryCode,
} from "@/lib/auth/second-factor/codes";
import { openSecret, sealSecret } from "@/lib/auth/second-factor/secret-box";

/** "12345678901234567890", as in RFC 6238; its codes of eight digits end in ours of six. */
const ofTheStandard = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";

describe("an authenticator app's code", () => {
  it.each([
    [59, "287082"],
    [1_111_111_109, "081804"],
    [1_111_111_111, "050471"],
    [1_234_567_890, "005924"],
    [2_000_000_000, "279037"],
    [20_000_000_000, "353130"],
  ])("at %d seconds is that of RFC 6238: %s", (seconds, code) => {
    const at = (offset: number) => findHalfMinute(ofTheStandard, code, new Date((seconds + offset) * 1000));
    const halfMinute = Math.floor(seconds / 30);
    expect(at(0)).toBe(halfMinute);
    expect([at(-30), at(30)]).toEqual([halfMinute, halfMinute]);
    expect([at(-60), at(60)]).toEqual([null, null]);
  });

  it.each(["", "28708", "2870821", "abcdef", "287083", "-87082", "2e7082"])("is not %p", (code) => {
    expect(findHalfMinute(ofTheStandard, code, new Date(59_000))).toBeNull();
  });

  it("may be typed with a space", () => {
    expect(findHalfMinute(ofTheStandard, " 287 082 ", new Date(59_000))).toBe(1);
  });

  it("comes from a secret of 160 bits that the app reads with our name and the address", () => {
    const secret = newSecret();
    expect(secret).toMatch(/^[A-Z2-7]{32}$/);
    expect(decodeURIComponent(enrolmentAddress(secret, "anna+b@harbour.example"))).toMatch(
      new RegExp(`^otpauth://totp/PRISM Connect:anna\\+b@harbour.example\\?.*secret=${secret}`),
    );
  });
});

describe("recovery codes", () => {
  it("are ten, and never the same", () => {
    const codes = Array.from({ length: 50 }, newRecoveryCodes).flat();
    expect(new Set(codes).size).toBe(500);
    expect(codes.every((code) => /^[a-z2-9]{5}-[a-z2-9]{5}$/.test(code))).toBe(true);
  });

  it("are read however they are typed", () => {
    expect(readRecoveryCode(" ABCDE fghjk ")).toBe("abcde-fghjk");
    expect(readRecoveryCode("123456")).toBeNull();
  });
});

describe("the sealed secret", () => {
  const secret = { secret: newSecret(), recoveryCodes: [] };
  const portalSecret = "p".repeat(40);

  it("opens for its person under the portal's secret alone", async () => {
    const sealed = await sealSecret(portalSecret, "anna", secret);
    expect(sealed).not.toContain(secret.secret);
    expect(await openSecret(portalSecret, "anna", sealed)).toEqual(secret);
    await expect(openSecret(portalSecret, "ben", sealed)).rejects.toThrow("another person");
    await expect(openSecret("q".repeat(40), "anna", sealed)).rejects.toThrow("does not open");
  });
});
