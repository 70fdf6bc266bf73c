import "server-only";
import type { Route } from "next";
import { redirect } from "next/navigation";

/** Ends the request with a redirect to a path that lib/links.ts made or that was found safe. */
export function goTo(path: string): never {
  // Paths come ready-made as text from one tested place, so the route's type adds nothing here.
  redirect(path as Route);
}
