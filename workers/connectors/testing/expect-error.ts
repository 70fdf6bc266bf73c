import { ApiError } from "@/lib/errors";

/** The ApiError that a promise is rejected with; anything else fails the test. */
export async function apiError(promise: Promise<unknown>): Promise<ApiError> {
  try {
    await promise;
  } catch (error) {
    if (error instanceof ApiError) return error;
    throw error;
  }
  throw new Error("An ApiError was expected, but the call went well.");
}

/** Reads all pages into one list. */
export async function all<T>(pages: AsyncIterable<T[]>): Promise<T[]> {
  const rows: T[] = [];
  for await (const page of pages) rows.push(...page);
  return rows;
}
