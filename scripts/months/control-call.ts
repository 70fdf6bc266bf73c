/** One call of the sandboxes' control interface; answers what it says, for the caller to parse. Throws when refused. */
export async function callControl(
  control: string,
  method: "GET" | "POST" | "PATCH",
  path: string,
  body?: unknown,
): Promise<unknown> {
  const headers = { "content-type": "application/json" };
  const answer = await fetch(`${control}${path}`, {
    method,
    ...(body !== undefined && { headers, body: JSON.stringify(body) }),
  });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text}`);
  return text === "" ? null : JSON.parse(text);
}
