import { createHash, generateKeyPairSync, randomBytes } from "node:crypto";
import { z } from "zod";

const jwk = z.looseObject({
  kty: z.literal("OKP"),
  crv: z.literal("X25519"),
  x: z.string(),
  kid: z.string(),
});

export const productSecrets = z.object({
  nextAuthSecret: z.string().min(32),
  portalPassword: z.string().min(20),
  workerPassword: z.string().min(20),
  credentialsPublicKey: jwk,
  credentialsPrivateKey: jwk.extend({ d: z.string() }),
});

/** What an installation has to keep to itself: made once, then kept. */
export type ProductSecrets = z.infer<typeof productSecrets>;

export function makeSecrets(): ProductSecrets {
  const { x, d } = generateKeyPairSync("x25519").privateKey.export({ format: "jwk" });
  const publicPart = { kty: "OKP", crv: "X25519", x };
  // RFC 7638: the members that matter, in the order of their names.
  const thumbprint = JSON.stringify({ crv: publicPart.crv, kty: publicPart.kty, x });
  const kid = createHash("sha256").update(thumbprint).digest("base64url");
  return productSecrets.parse({
    nextAuthSecret: randomBytes(32).toString("hex"),
    portalPassword: randomBytes(24).toString("hex"),
    workerPassword: randomBytes(24).toString("hex"),
    credentialsPublicKey: { ...publicPart, kid },
    credentialsPrivateKey: { ...publicPart, kid, d },
  });
}
