import { z } from "zod";

/** The only reader of process.env. Each process asks for the part it needs, and a wrong value stops it with words. */

const url = z.url();
const jwk = z.string().transform((text, context) => {
  const parsed = z
    .looseObject({ kty: z.literal("OKP"), crv: z.literal("X25519"), kid: z.string() })
    .safeParse(parseJson(text));
  if (parsed.success) return parsed.data;
  context.addIssue({ code: "custom", message: "must be a JWK of type OKP/X25519 with a kid" });
  return z.NEVER;
});

const shared = z.object({
  NODE_ENV: z.enum(["development", "test", "production"]).default("development"),
  LOG_LEVEL: z.enum(["debug", "info", "warn", "error", "silent"]).default("info"),
  DATABASE_URL: z.string().min(1),
});

/** Allows PSA hosts on this machine's loopback, and asks for their address; never set it in production. */
const sandbox = z
  .enum(["0", "1"])
  .default("0")
  .transform((value) => value === "1");

/** Not set and set to nothing, as by compose.yaml, are the same. */
const setOrEmpty = <T extends z.ZodType>(schema: T) =>
  z.preprocess((value) => (value === "" ? undefined : value), schema.optional());

const keptFromPortal = z
  .string()
  .optional()
  .refine((text) => !text, "must not be given to the portal, only to the worker");

const portal = shared.extend({
  NEXTAUTH_URL: url,
  NEXTAUTH_SECRET: z.string().min(32),
  /** Signing in with Microsoft Entra ID: all three, or none. */
  ENTRA_TENANT_ID: setOrEmpty(z.uuid()),
  ENTRA_CLIENT_ID: setOrEmpty(z.uuid()),
  ENTRA_CLIENT_SECRET: setOrEmpty(z.string()),
  ENTRA_AUTHORITY: setOrEmpty(url),
  CREDENTIALS_PUBLIC_KEY: jwk,
  /** A portal that could open credentials does not start: whoever takes it over must gain nothing by it. */
  CREDENTIALS_PRIVATE_KEY: keptFromPortal,
  CREDENTIALS_FORMER_PRIVATE_KEY: keptFromPortal,
  SANDBOX: sandbox,
});

const queue = z.object({
  REDIS_URL: z.string().min(1).optional(),
  QUEUE_DATABASE_URL: z.string().min(1).optional(),
});

const worker = shared.extend(queue.shape).extend({
  NEXTAUTH_URL: url,
  CREDENTIALS_PRIVATE_KEY: jwk,
  /** The key before this one, while `npm run keys:rotate` has not resealed everything. */
  CREDENTIALS_FORMER_PRIVATE_KEY: setOrEmpty(jwk),
  PRISM_API_URL: url.default("https://api.prismportal.online"),
  PRISM_IDENTITY_URL: url.default("https://identity.prismportal.online"),
  RESEND_API_KEY: z.string().min(1),
  RESEND_BASE_URL: url.optional(),
  MAIL_FROM: z.string().min(3),
  /** For how many months before the running one the lines of syncs are kept; runs and their sums are kept for ever. */
  KEEP_ITEM_MONTHS: z.coerce.number().int().min(3).max(1_200).default(25),
  /** Where the worker tells how it is, for whoever runs its container. */
  WORKER_HEALTH_PORT: z.coerce.number().int().min(1).max(65_535).optional(),
  /** More host suffixes at which a PSA may live, comma separated. */
  PSA_HOST_SUFFIXES: z
    .string()
    .default("")
    .transform((text) =>
      text
        .split(",")
        .map((part) => part.trim())
        .filter(Boolean),
    ),
  SANDBOX: sandbox,
});

export type WorkerEnv = z.infer<typeof worker>;

/** The keys that open what is sealed to the worker. */
export function credentialKeys(env: WorkerEnv): WorkerEnv["CREDENTIALS_PRIVATE_KEY"][] {
  const { CREDENTIALS_PRIVATE_KEY: key, CREDENTIALS_FORMER_PRIVATE_KEY: former } = env;
  return former ? [key, former] : [key];
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Throws one error that lists every wrong or missing setting by name; values are never shown. */
function read<T>(schema: z.ZodType<T>): T {
  const parsed = schema.safeParse(process.env);
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`);
  throw new Error(`Settings are missing or wrong (see .env.example):\n  ${problems.join("\n  ")}`);
}

function once<T>(load: () => T): () => T {
  let value: T | undefined;
  return () => {
    value ??= load();
    return value;
  };
}

export const portalEnv = once(() => read(portal));
export const workerEnv = once(() => read(worker));
