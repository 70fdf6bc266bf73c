import { gzipSync } from "node:zlib";
import type { Asker } from "./ask";

/** KiB of script that a page loads, compressed with gzip; what only browsers without modules load is left out. */
export async function measureScript(asker: Asker, page: string): Promise<number> {
  const { text } = await asker.ask(page);
  const sources = new Set<string>();
  for (const [tag, source] of text.matchAll(/<script[^>]*\ssrc="([^"]+)"[^>]*>/g)) {
    if (source !== undefined && !/\snomodule/i.test(tag)) sources.add(source.replaceAll("&amp;", "&"));
  }
  for (const [, source] of text.matchAll(/<link[^>]*rel="modulepreload"[^>]*href="([^"]+)"/g)) {
    if (source !== undefined) sources.add(source);
  }
  let bytes = 0;
  for (const source of sources) bytes += gzipSync((await asker.ask(source)).text).length;
  return bytes / 1024;
}
