/** The longest body that a request may send, in bytes. Our longest form, a page of mappings, has a tenth of it. */
export const longestBody = 512 * 1024;

export const bodyTooLong = "What was sent is too long, so nothing was changed. Go back and enter less.";

/**
 * True when a request says that its body is longer than we read. One that does not say how long it is
 * is cut off at the same length by Next (next.config.ts), and then cannot be read.
 */
export function sendsTooMuch(contentLength: string | null): boolean {
  return contentLength !== null && !(Number(contentLength) <= longestBody);
}
