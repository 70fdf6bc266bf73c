import { CompactEncrypt, compactDecrypt, importJWK, type JWK } from "jose";

/** What a sealed text belongs to; opening it for anything else fails. */
export type SealBinding = { orgId: string; subject: string };

export class SealError extends Error {
  constructor(message: string) {
    super(message);
    this.name = "SealError";
  }
}

/**
 * Seals `value` to the worker's public key (JWE, ECDH-ES with X25519, A256GCM). Whoever seals cannot open.
 * The binding stands in the protected header and is compared after opening.
 */
export async function seal(publicKey: JWK, binding: SealBinding, value: unknown): Promise<string> {
  return new CompactEncrypt(new TextEncoder().encode(JSON.stringify(value)))
    .setProtectedHeader({
      alg: "ECDH-ES",
      enc: "A256GCM",
      kid: publicKey.kid,
      org: binding.orgId,
      sub: binding.subject,
    })
    .encrypt(await importJWK(publicKey, "ECDH-ES"));
}

/** Opens what `seal` made. Throws SealError when the key, the binding or the text is not the right one. */
export async function openSealed(privateKey: JWK, binding: SealBinding, sealed: string): Promise<unknown> {
  const opened = await compactDecrypt(sealed, await importJWK(privateKey, "ECDH-ES"), {
    keyManagementAlgorithms: ["ECDH-ES"],
    contentEncryptionAlgorithms: ["A256GCM"],
  }).catch((cause: unknown) => {
    throw new SealError(
      `The sealed text does not open (${cause instanceof Error ? cause.name : "unknown"}).`,
    );
  });
  const { kid, org, sub } = opened.protectedHeader;
  if (kid !== privateKey.kid || org !== binding.orgId || sub !== binding.subject) {
    throw new SealError("The sealed text belongs to something else.");
  }
  return JSON.parse(new TextDecoder().decode(opened.plaintext));
}
