import "server-only";
import { headers } from "next/headers";
import { noticeParameter, requestPathHeader } from "@/lib/request-path-header";

/** Path and query of the page that is being asked for (or that a form stands on), without its notice. */
export async function requestPath(): Promise<string> {
  const url = await requestUrl();
  url.searchParams.delete(noticeParameter);
  return `${url.pathname}${url.search}`;
}

/** The id of the notice that the address names, if any. */
export async function requestedNotice(): Promise<string | null> {
  return (await requestUrl()).searchParams.get(noticeParameter);
}

async function requestUrl(): Promise<URL> {
  const path = (await headers()).get(requestPathHeader) ?? "/";
  return new URL(path, "http://portal.invalid");
}
