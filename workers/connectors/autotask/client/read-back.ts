import { SECOND } from "@/lib/clock";
import { ApiError } from "@/lib/errors";
import type { ConnectorHooks } from "../../http/types";
import { service } from "../errors";

export type Sleep = NonNullable<ConnectorHooks["sleep"]>;

const tries = 5;

/**
 * A record after a write that Autotask has accepted. Reads may lag behind, so it is read until it shows the write, a few
 * times; then as it is. Whatever goes wrong is `unreadable`: an error of this read must never say that nothing was written.
 */
export async function readBack<T>(
  read: () => Promise<T | null>,
  shows: (record: T) => boolean,
  { sleep, signal }: { sleep: Sleep; signal: AbortSignal },
): Promise<T> {
  try {
    let last: T | null = null;
    for (let attempt = 1; attempt <= tries; attempt++) {
      last = await read();
      if (last !== null && shows(last)) return last;
      if (attempt < tries) await sleep(2 ** (attempt - 2) * SECOND, signal);
      if (signal.aborted) break;
    }
    if (last !== null) return last;
  } catch (cause) {
    if (!(cause instanceof ApiError)) throw cause;
    throw unproven(cause);
  }
  throw unproven();
}

function unproven(cause?: ApiError): ApiError {
  const words = `Autotask accepted the change, but it could not be read back.${cause?.words ? ` ${cause.words}` : ""}`;
  return new ApiError({ service, kind: "unreadable", words, ...(cause ? { cause } : {}) });
}
