import { hkdfSync } from "node:crypto";
import { CompactEncrypt, compactDecrypt } from "jose";
import { z } from "zod";
import { SealError } from "@/lib/seal";

/** What is kept sealed: the secret, and until the app has proven itself the recovery codes that are shown beside it. */
const kept = z.object({ secret: z.string().min(16), recoveryCodes: z.array(z.string()) });
export type KeptSecret = z.infer<typeof kept>;

/**
 * The portal has to check codes, so it must be able to open this, other than the keys of a PSA. Its key is derived from
 * NEXTAUTH_SECRET, which only the portal's process has and which stands in no database.
 */
function boxKey(portalSecret: string): Uint8Array {
  return new Uint8Array(hkdfSync("sha256", portalSecret, "", "prism-connect second factor", 32));
}

/** Seals a person's secret (JWE, A256GCM); the person stands in the protected header. */
export async function sealSecret(portalSecret: string, userId: string, value: KeptSecret): Promise<string> {
  return new CompactEncrypt(new TextEncoder().encode(JSON.stringify(value)))
    .setProtectedHeader({ alg: "dir", enc: "A256GCM", sub: userId })
    .encrypt(boxKey(portalSecret));
}

/** Opens what `sealSecret` made for this person. Throws SealError otherwise. */
export async function openSecret(portalSecret: string, userId: string, sealed: string): Promise<KeptSecret> {
  const opened = await compactDecrypt(sealed, boxKey(portalSecret), {
    keyManagementAlgorithms: ["dir"],
    contentEncryptionAlgorithms: ["A256GCM"],
  }).catch((cause: unknown) => {
    throw new SealError(
      `The second factor does not open (${cause instanceof Error ? cause.name : "unknown"}).`,
    );
  });
  if (opened.protectedHeader.sub !== userId) throw new SealError("The second factor is another person's.");
  return kept.parse(JSON.parse(new TextDecoder().decode(opened.plaintext)));
}
