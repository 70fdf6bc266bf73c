/** Says that the process answers; asks nobody else. For whoever restarts a process that does not. */
export function GET(): Response {
  return new Response("alive\n");
}
