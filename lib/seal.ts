import { CompactEncrypt, compactDecrypt, decodeProtectedHeader, importJWK, type JWK } from "jose";

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

/**
 * Opens what `seal` made, with the one of the keys that it was sealed to: while keys are rotated there are two.
 * Throws SealError when no key, the binding or the text is the right one.
 */
export async function openSealed(
  privateKeys: JWK | readonly JWK[],
  binding: SealBinding,
  sealed: string,
): Promise<unknown> {
  const sealedTo = keyIdOf(sealed);
  const privateKey = [privateKeys].flat().find(({ kid }) => kid !== undefined && kid === sealedTo);
  if (!privateKey) throw new SealError("The text is sealed to another key.");
  const opened = await compactDecrypt(sealed, await importJWK(privateKey, "ECDH-ES"), {
    keyManagementAlgorithms: ["ECDH-ES"],
    contentEncryptionAlgorithms: ["A256GCM"],
  }).catch((cause: unknown) => {
    throw new SealError(
      `The sealed text does not open (${cause instanceof Error ? cause.name : "unknown"}).`,
    );
  });
  const { org, sub } = opened.protectedHeader;
  if (org !== binding.orgId || sub !== binding.subject) {
    throw new SealError("The sealed text belongs to something else.");
  }
  return JSON.parse(new TextDecoder().decode(opened.plaintext));
}

/** The id of the key that a text is sealed to; it stands in clear and is vouched for by opening. Null: none is named. */
export function keyIdOf(sealed: string): string | null {
  try {
    return decodeProtectedHeader(sealed).kid ?? null;
  } catch {
    return null;
  }
}
