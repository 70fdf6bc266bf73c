import { z } from "zod";

const text = z.string().trim().min(1).max(200);
const key = z.string().trim().max(500);
/** Both are empty for a new access. */
const identity = {
  id: z.union([z.literal("").transform(() => null), z.uuid()]),
  version: z.union([z.literal("").transform(() => null), z.coerce.number().int()]),
};

export const connectWiseInput = z.object({
  ...identity,
  name: text,
  site: text,
  account: text,
  publicKey: key,
  privateKey: key,
  clientId: key,
});

export const autotaskInput = z.object({
  ...identity,
  name: text,
  /** Only a portal that may use test systems asks for it. */
  site: z.string().trim().max(200).optional(),
  userName: text,
  secret: key,
  integrationCode: key,
  /** A person's word that another user is one of the same tenant. */
  sameTenant: z
    .enum(["yes", "no"])
    .default("no")
    .transform((value) => value === "yes"),
});

export const sourceInput = z.object({ ...identity, name: text, clientId: key, clientSecret: key });
