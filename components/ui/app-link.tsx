import type { Route } from "next";
import Link from "next/link";
import type { ComponentPropsWithRef } from "react";

type AppLinkProps = Omit<ComponentPropsWithRef<"a">, "href"> & { href: string };

/**
 * A link within the portal. Nothing is fetched ahead: a table of links would load every row's page,
 * and a page fetched earlier would show a sync as it was.
 */
export function AppLink({ href, ...rest }: AppLinkProps) {
  // Addresses come ready-made as text from one tested place, so the route's type adds nothing here.
  return <Link href={href as Route} prefetch={false} {...rest} />;
}
