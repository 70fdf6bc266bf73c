import type { Route } from "next";

/** Addresses come ready-made as text from one tested place, so the router's own type of them adds nothing. */
export function toRoute(href: string): Route {
  return href as Route;
}
