import { createServer } from "node:http";

/**
 * Answers 200 "well" or 503 "unwell" to whoever runs the container; says nothing else. Rejects when the port is taken.
 * Listens on every address, since some orchestrators ask from outside of the container.
 */
export async function startHealth(
  port: number,
  isWell: () => boolean,
): Promise<{ stop: () => Promise<void> }> {
  const server = createServer((_request, response) => {
    const well = isWell();
    response.writeHead(well ? 200 : 503, { "Content-Type": "text/plain", Connection: "close" });
    response.end(well ? "well\n" : "unwell\n");
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
