import { createServer } from "node:http";
import { send } from "../http/send";
import { type Listening, listen, readRequest } from "../http/serve";
import { EditRefused, type SandboxRequest, type SandboxResponse } from "../http/service";
import type { OutsideWorld } from "../outside-world";
import { controlPage } from "./page";
import { controlRoutes } from "./routes";
import type { Route } from "./routes/route";

const mount = "/_sandbox";
const bodyLimit = 8 * 1024 * 1024;

type Options = {
  host: string;
  port: number /** Told after each call that may have changed something. */;
  onChange?: () => void;
};

/** The control interface under /_sandbox: JSON in and out; an error is `{"error": "what to do"}`. */
export function serveControl(world: OutsideWorld, { host, port, onChange }: Options): Promise<Listening> {
  const server = createServer((incoming, response) => {
    readRequest(incoming, bodyLimit)
      .then((request) => {
        if (!request) return send(response, refused(413, "The body is too long."));
        send(response, answer(world, request));
        if (request.method !== "GET") onChange?.();
      })
      .catch(() => response.destroy());
  });
  return listen(server, { host, port });
}

const refused = (status: number, error: string): SandboxResponse => ({ status, body: { error } });

function answer(world: OutsideWorld, request: SandboxRequest): SandboxResponse {
  const path = request.path.replace(/\/+$/, "");
  if (request.method === "GET" && (path === "" || path === mount)) return controlPage(world);
  const here = controlRoutes.flatMap((route) => {
    const parts = partsOf(route, path);
    return parts ? [{ route, parts }] : [];
  });
  const match = here.find(({ route }) => route.method === request.method);
  if (!match)
    return noRoute(
      here.map(({ route }) => route),
      request,
    );
  try {
    return match.route.answer(world, request, match.parts);
  } catch (error) {
    if (error instanceof EditRefused) return refused(error.status, error.message);
    return refused(500, `The sandbox itself failed: ${String(error)}`);
  }
}

/** The segments that stand for `{…}` in the route's path, or undefined when the path is another one. */
function partsOf(route: Route, path: string): string[] | undefined {
  const pattern = `${mount}${route.path}`.split("/");
  const given = path.split("/");
  if (pattern.length !== given.length) return undefined;
  const parts: string[] = [];
  for (const [index, segment] of pattern.entries()) {
    const value = given[index] ?? "";
    if (segment.startsWith("{")) parts.push(decodeURIComponent(value));
    else if (segment !== value) return undefined;
  }
  return parts;
}

function noRoute(others: Route[], request: SandboxRequest): SandboxResponse {
  if (others.length > 0)
    return refused(405, `${request.path} takes ${others.map(({ method }) => method).join(", ")}.`);
  const known = controlRoutes.map(({ method, path }) => `${method} ${mount}${path}`).join(", ");
  return refused(404, `There is no ${request.path}. There are ${known}.`);
}
