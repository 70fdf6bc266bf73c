import { Pool } from "undici";
import type { BenchPortal } from "./open-portal";

/** Asks a portal for its pages as a browser with a session does, over connections that stay open. */
export type Asker = {
  /** The page's text and the milliseconds until its last byte. Throws unless it is a 200. */
  ask: (path: string) => Promise<{ text: string; ms: number }>;
  close: () => Promise<void>;
};

export function openAsker({ url, cookie }: Pick<BenchPortal, "url" | "cookie">): Asker {
  const pool = new Pool(url, { connections: 8 });
  return {
    ask: async (path) => {
      const begun = performance.now();
      const answer = await pool.request({ path, method: "GET", headers: { cookie } });
      const text = await answer.body.text();
      if (answer.statusCode !== 200) throw new Error(`${path} was answered with ${answer.statusCode}.`);
      return { text, ms: performance.now() - begun };
    },
    close: () => pool.close(),
  };
}

/** The value below which so many of a hundred lie. */
export function percentile(values: readonly number[], percent: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil((percent / 100) * sorted.length) - 1)] ?? Number.NaN;
}

/** Pages per second while 8 ask at once for so many milliseconds. */
export async function measureThroughput(asker: Asker, path: string, ms: number): Promise<number> {
  const begun = performance.now();
  let answered = 0;
  const one = async () => {
    while (performance.now() - begun < ms) {
      await asker.ask(path);
      answered += 1;
    }
  };
  await Promise.all(Array.from({ length: 8 }, one));
  return answered / ((performance.now() - begun) / 1000);
}
