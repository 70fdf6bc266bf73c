import { Pool } from "undici";
import { SECOND } from "@/lib/clock";
import { largeWorld } from "@/sandbox/world/large-world";
import { readEndpoints } from "../../services/sandboxes";
import { benchMonth } from "./bench-month";
import { floorCalls } from "./floor-calls";
import { changes, psas } from "./options";

/**
 * Sends as many bare requests as a run has made, of the same kinds and as many at once, without looking at the answers,
 * and prints how long they took. The answer to the question what the sandbox alone costs.
 */
const [psaName, changeName, linesText, callsText, endpointsText = ""] = process.argv.slice(2);
const psa = psas.find((one) => one === psaName);
const change = changes.find((one) => one === changeName);
const endpoints = readEndpoints(endpointsText);
if (!psa || !change || !endpoints) throw new Error("The floor was asked for wrongly.");
const { origin, connections, calls } = floorCalls(endpoints, {
  psa,
  change,
  world: largeWorld(Number(linesText), benchMonth),
  calls: Number(callsText),
});
const pool = new Pool(origin, { connections, pipelining: 1 });
const begin = performance.now();
const queue = calls[Symbol.iterator]();
await Promise.all(
  Array.from({ length: connections }, async () => {
    for (let next = queue.next(); !next.done; next = queue.next()) {
      const { statusCode, body } = await pool.request(next.value);
      const text = await body.text();
      if (statusCode >= 300) throw new Error(`The sandbox refused ${next.value.path}: ${statusCode} ${text}`);
    }
  }),
);
process.stdout.write(`${JSON.stringify({ wallS: (performance.now() - begin) / SECOND })}\n`);
await pool.close();
