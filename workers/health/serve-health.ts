import { createServer, type ServerResponse } from "node:http";

export type HealthAnswers = {
  isWell: () => boolean;
  /** Figures as Prometheus reads them. A rejection is answered with 503. */
  metrics: () => Promise<string>;
};

const plain = { "Content-Type": "text/plain; charset=utf-8", Connection: "close" };

/**
 * Says how the worker is, to whoever runs its container: `/health/live` that the process answers, `/health/ready` (or `/`)
 * 200 "well" or 503 "unwell", `/metrics` figures. Names nobody and holds no secret. Rejects when the port is taken.
 * Listens on every address, since some orchestrators ask from outside of the container.
 */
export async function startHealth(
  port: number,
  answers: HealthAnswers,
): Promise<{ stop: () => Promise<void> }> {
  const server = createServer((request, response) => {
    request.resume();
    answer(request.url?.split("?")[0] ?? "/", answers, response);
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, resolve);
  });
  return {
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
      }),
  };
}

function answer(path: string, { isWell, metrics }: HealthAnswers, response: ServerResponse): void {
  switch (path) {
    case "/":
    case "/health/ready": {
      const well = isWell();
      response.writeHead(well ? 200 : 503, plain).end(well ? "well\n" : "unwell\n");
      return;
    }
    case "/health/live":
      response.writeHead(200, plain).end("alive\n");
      return;
    case "/metrics":
      metrics().then(
        (text) => response.writeHead(200, { ...plain, "Content-Type": expositionType }).end(text),
        () => response.writeHead(503, plain).end("The figures cannot be read just now.\n"),
      );
      return;
    default:
      response.writeHead(404, plain).end("There is nothing here.\n");
  }
}

const expositionType = "text/plain; version=0.0.4; charset=utf-8";
