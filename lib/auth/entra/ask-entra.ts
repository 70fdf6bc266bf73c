import { SECOND } from "@/lib/clock";

export class EntraError extends Error {
  constructor(readonly kind: "unavailable" | "refused" | "unreadable") {
    super(`Microsoft Entra ID: ${kind}`);
    this.name = "EntraError";
  }
}

const timeLimit = 10 * SECOND;

/** What an address of Entra ID answers, as JSON. Throws EntraError. */
export async function askEntra(url: string, init: RequestInit = {}): Promise<unknown> {
  const answer = await fetch(url, {
    ...init,
    redirect: "error",
    signal: AbortSignal.timeout(timeLimit),
  }).catch(() => {
    throw new EntraError("unavailable");
  });
  if (answer.status >= 500) throw new EntraError("unavailable");
  if (!answer.ok) throw new EntraError("refused");
  return answer.json().catch(() => {
    throw new EntraError("unreadable");
  });
}
