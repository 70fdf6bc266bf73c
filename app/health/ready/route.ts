import { portalDatabase } from "@/db/portal";
import { isDatabaseReachable } from "@/db/queries/is-reachable";
import { SECOND } from "@/lib/clock";
import { coalesced } from "@/lib/coalesce";

/** However many ask at once, the database is asked once. */
const askDatabase = coalesced<null, boolean>(async (asked) => {
  const reachable = await isDatabaseReachable(portalDatabase(), 2 * SECOND);
  return asked.map(() => reachable);
});

/** Says whether pages can be shown: 503 while the database does not answer. For whoever sends people to this process. */
export async function GET(): Promise<Response> {
  const ready = await askDatabase(null);
  return new Response(ready ? "ready\n" : "not ready\n", { status: ready ? 200 : 503 });
}
