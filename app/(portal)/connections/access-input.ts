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

export const sourceInput = z.object({ ...identity, name: text, clientId: key, clientSecret: key });
