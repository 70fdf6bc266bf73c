import { exportJWK, generateKeyPair } from "jose";

/** A pair of keys as the portal (public) and the worker (private) have them. */
export async function makeWorkerKeys() {
  const pair = await generateKeyPair("ECDH-ES", { crv: "X25519", extractable: true });
  return {
    publicKey: { ...(await exportJWK(pair.publicKey)), kid: "k1" },
    privateKey: { ...(await exportJWK(pair.privateKey)), kid: "k1" },
  };
}
