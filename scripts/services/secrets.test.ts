import { calculateJwkThumbprint } from "jose";
import { openSealed, seal } from "@/lib/seal";
import { makeSecrets } from "./secrets";

test("the keys fit each other: what the public one seals, only the private one opens", async () => {
  const { credentialsPublicKey, credentialsPrivateKey } = makeSecrets();
  const binding = { orgId: "one", subject: "connection" };
  const sealed = await seal(credentialsPublicKey, binding, { publicKey: "abc" });
  expect(await openSealed(credentialsPrivateKey, binding, sealed)).toEqual({ publicKey: "abc" });
  await expect(openSealed(makeSecrets().credentialsPrivateKey, binding, sealed)).rejects.toThrow();
  expect(credentialsPublicKey.kid).toBe(await calculateJwkThumbprint(credentialsPublicKey));
  expect(credentialsPublicKey).not.toHaveProperty("d");
});

test("no two installations share a secret, and passwords can stand in an address as they are", () => {
  const [one, other] = [makeSecrets(), makeSecrets()];
  for (const name of ["nextAuthSecret", "portalPassword", "workerPassword"] as const) {
    expect(one[name]).not.toBe(other[name]);
    expect(encodeURIComponent(one[name])).toBe(one[name]);
  }
});
