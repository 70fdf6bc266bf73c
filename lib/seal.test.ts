import { exportJWK, generateKeyPair } from "jose";
import { openSealed, SealError, seal } from "./seal";

async function workerKeys(kid: string) {
  const pair = await generateKeyPair("ECDH-ES", { crv: "X25519", extractable: true });
  return {
    publicKey: { ...(await exportJWK(pair.publicKey)), kid },
    privateKey: { ...(await exportJWK(pair.privateKey)), kid },
  };
}

const binding = { orgId: "org-1", subject: "connection-1" };

describe("sealed credentials", () => {
  it("open with the worker's key for the record they were sealed for", async () => {
    const { publicKey, privateKey } = await workerKeys("k1");
    const sealed = await seal(publicKey, binding, { privateKey: "s3cret" });
    expect(sealed).not.toContain("s3cret");
    expect(await openSealed(privateKey, binding, sealed)).toEqual({ privateKey: "s3cret" });
  });

  it.each([
    ["another organisation", { ...binding, orgId: "org-2" }],
    ["another connection", { ...binding, subject: "connection-2" }],
  ])("do not open for %s", async (_name, other) => {
    const { publicKey, privateKey } = await workerKeys("k1");
    const sealed = await seal(publicKey, binding, "x");
    await expect(openSealed(privateKey, other, sealed)).rejects.toBeInstanceOf(SealError);
  });

  it("do not open with all that the portal has: the public key and the text", async () => {
    const { publicKey } = await workerKeys("k1");
    const sealed = await seal(publicKey, binding, "x");
    await expect(openSealed(publicKey, binding, sealed)).rejects.toThrow();
  });

  it("open with the one of two keys that they were sealed to, while keys are rotated", async () => {
    const [former, newest] = await Promise.all([workerKeys("k1"), workerKeys("k2")]);
    const keys = [newest.privateKey, former.privateKey];
    for (const { publicKey } of [former, newest]) {
      expect(await openSealed(keys, binding, await seal(publicKey, binding, publicKey.kid))).toBe(
        publicKey.kid,
      );
    }
    await expect(openSealed([], binding, await seal(newest.publicKey, binding, "x"))).rejects.toThrow(
      SealError,
    );
  });

  it("do not open with another key, nor when a character was changed", async () => {
    const { publicKey } = await workerKeys("k1");
    const other = await workerKeys("k1");
    const sealed = await seal(publicKey, binding, "x");
    await expect(openSealed(other.privateKey, binding, sealed)).rejects.toBeInstanceOf(SealError);
    await expect(openSealed(other.privateKey, binding, `${sealed.slice(0, -2)}AA`)).rejects.toBeInstanceOf(
      SealError,
    );
  });
});
