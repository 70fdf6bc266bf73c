import "server-only";
import { randomBytes } from "node:crypto";
import { cookies } from "next/headers";
import { z } from "zod";
import { cookieRules } from "@/lib/auth/cookies";
import { portalEnv } from "@/lib/env";
import { requestedNotice } from "@/lib/request-path";
import { noticeParameter } from "@/lib/request-path-header";

const pageNotice = z.object({
  tone: z.enum(["ok", "warn", "err"]),
  title: z.string(),
  text: z.string().optional(),
  /** What is wrong with single fields, by their names. */
  fieldErrors: z.record(z.string(), z.string()).optional(),
});

/** One message from a form to the page that follows it. */
export type PageNotice = z.infer<typeof pageNotice>;

const keptNotice = pageNotice.extend({ id: z.string() });

/**
 * Leaves a notice for the page at `path` and returns the path to redirect to. Its words travel in a short-lived cookie
 * and the address names only its id, so that nobody can put words on our pages by sending a link.
 */
export async function leaveNotice(path: string, notice: PageNotice): Promise<string> {
  const id = randomBytes(6).toString("base64url");
  const { name, options } = cookieRules(portalEnv().NEXTAUTH_URL).notice;
  const value = Buffer.from(JSON.stringify({ ...notice, id })).toString("base64url");
  (await cookies()).set(name, value, { ...options, maxAge: 60 });
  const url = new URL(path, "http://portal.invalid");
  url.searchParams.set(noticeParameter, id);
  return `${url.pathname}${url.search}${url.hash}`;
}

/** The notice left for this page; null when there is none or it is older than a minute. */
export async function readNotice(): Promise<PageNotice | null> {
  const id = await requestedNotice();
  const value = (await cookies()).get(cookieRules(portalEnv().NEXTAUTH_URL).notice.name)?.value;
  if (!id || !value) return null;
  const kept = keptNotice.safeParse(parseJson(Buffer.from(value, "base64url").toString()));
  return kept.success && kept.data.id === id ? kept.data : null;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
