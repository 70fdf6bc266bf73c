import { z } from "zod";
import { EditRefused } from "../http/service";

/** The change if it fits; throws EditRefused naming what does not. */
export function parsedEdit<T>(schema: z.ZodType<T>, change: unknown): T {
  const result = schema.safeParse(change);
  if (result.success) return result.data;
  throw new EditRefused(400, `This change cannot be made: ${z.prettifyError(result.error)}`);
}
