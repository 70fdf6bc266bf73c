/** The body is longer than the connector is willing to hold. */
export class BodyTooLong extends Error {
  constructor(readonly limit: number) {
    super(`The answer is longer than ${limit} bytes.`);
    this.name = "BodyTooLong";
  }
}

/** Passes the chunks on and throws BodyTooLong once they exceed `limit` bytes in all. */
export async function* withinLimit(
  chunks: AsyncIterable<Uint8Array>,
  limit: number,
): AsyncGenerator<Uint8Array> {
  let length = 0;
  for await (const chunk of chunks) {
    length += chunk.byteLength;
    if (length > limit) throw new BodyTooLong(limit);
    yield chunk;
  }
}

/** The whole body as text. Throws TypeError when it is not UTF-8, and what the connection throws when it breaks. */
export async function readText(chunks: AsyncIterable<Uint8Array>, limit: number): Promise<string> {
  const decoder = new TextDecoder("utf-8", { fatal: true });
  let text = "";
  for await (const chunk of withinLimit(chunks, limit)) text += decoder.decode(chunk, { stream: true });
  return text + decoder.decode();
}
