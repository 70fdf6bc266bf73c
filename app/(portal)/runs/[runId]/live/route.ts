import { z } from "zod";
import { runWatches, watchKey } from "@/app/(portal)/runs/[runId]/live/run-watches";
import { portalDatabase } from "@/db/portal";
import { getRunState } from "@/db/queries/portal/get-run-state";
import { MINUTE, SECOND } from "@/lib/clock";
import { eventStream } from "@/lib/live/event-stream";
import { currentSession } from "@/lib/session";

type RouteContext = { params: Promise<{ runId: string }> };

/** More viewers than that look at the page in turns instead. */
const mostViewers = 500;

const plain = { "Content-Type": "text/plain; charset=utf-8", "Cache-Control": "no-store" };

/** How far a run is, as it goes on, for the page that shows it. */
export async function GET(request: Request, { params }: RouteContext): Promise<Response> {
  const session = await currentSession();
  if (!session) return new Response("Sign in first.\n", { status: 401, headers: plain });
  const { orgId } = session;
  const { runId } = await params;
  const isKnown =
    z.uuid().safeParse(runId).success && (await getRunState(portalDatabase(), { orgId, runId })) !== null;
  if (!isKnown) return new Response("There is no such sync.\n", { status: 404, headers: plain });
  const watches = runWatches();
  if (watches.viewers() >= mostViewers) {
    return new Response("Too many look on.\n", { status: 503, headers: plain });
  }
  const stream = eventStream({
    watches,
    key: watchKey({ orgId, runId }),
    signal: request.signal,
    heartbeatMs: 15 * SECOND,
    lastsMs: 5 * MINUTE,
  });
  return new Response(stream, {
    headers: {
      "Content-Type": "text/event-stream; charset=utf-8",
      "Cache-Control": "no-store, no-transform",
      "X-Accel-Buffering": "no",
    },
  });
}
