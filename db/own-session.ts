import { randomInt } from "node:crypto";
import { Client } from "pg";
import { SECOND } from "@/lib/clock";

/** A worker that the database holds present: under which number, and since when by the database's clock. */
export type Presence = { number: number; since: string };

export type OwnSession = {
  /** Null while the session is broken or not yet open. */
  presence: () => Presence | null;
  /** Ends with the first attempt to open it, however that went. */
  tried: Promise<void>;
  close: () => Promise<void>;
};

type Options = {
  url: string;
  /** A bell was rung somewhere. */
  onBell: () => void;
  /** The session could not be opened, and will be tried again. */
  onAway: () => void;
  /** How long it is left alone after it broke. */
  againAfterMs: number;
};

const allNumbers = 2 ** 31;

/**
 * Opens a worker's own session. It hears bells, and shows that the worker lives: it holds a lock that the database lets go
 * the moment that the session ends, as it does with the process. One that breaks is opened again.
 */
export function openOwnSession({ url, onBell, onAway, againAfterMs }: Options): OwnSession {
  const number = randomInt(allNumbers);
  let client: Client | null = null;
  let since: string | null = null;
  let closed = false;
  let timer: NodeJS.Timeout | undefined;

  async function open() {
    const next = new Client({
      connectionString: url,
      keepAlive: true,
      keepAliveInitialDelayMillis: 10 * SECOND,
    });
    next.on("notification", onBell);
    next.on("error", () => again(next));
    next.on("end", () => again(next));
    try {
      await next.connect();
      await next.query("listen bells");
      const presentSince = await showPresence(next, number);
      if (closed) return await next.end();
      client = next;
      since = presentSince;
      // The server has not noticed yet that the session before it is gone.
      if (since === null) timer = setTimeout(showAgain, againAfterMs, next);
    } catch (error) {
      onAway();
      if (error instanceof Error) again(next);
    }
  }

  async function showAgain(shown: Client) {
    try {
      const presentSince = await showPresence(shown, number);
      if (client !== shown || closed) return;
      since = presentSince;
      if (since === null) timer = setTimeout(showAgain, againAfterMs, shown);
    } catch {
      again(shown);
    }
  }

  function again(broken: Client) {
    if (closed || (client !== null && client !== broken)) return;
    client = null;
    since = null;
    clearTimeout(timer);
    timer = setTimeout(open, againAfterMs);
  }

  const tried = open();
  return {
    presence: () => (since === null ? null : { number, since }),
    tried,
    close: async () => {
      closed = true;
      clearTimeout(timer);
      await client?.end();
    },
  };
}

/** Since when, by the database's clock; null: another session has the number. */
async function showPresence(client: Client, number: number): Promise<string | null> {
  const { rows } = await client.query<{ since: string | null }>(
    "select app.show_presence($1)::text as since",
    [number],
  );
  return rows[0]?.since ?? null;
}
