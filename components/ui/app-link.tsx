import Link from "next/link";
import type { ComponentPropsWithRef } from "react";
import { toRoute } from "@/lib/to-route";

type AppLinkProps = Omit<ComponentPropsWithRef<"a">, "href"> & { href: string };

/**
 * A link within the portal. Nothing is fetched ahead: a table of links would load every row's page,
 * and a page fetched earlier would show a sync as it was.
 */
export function AppLink({ href, ...rest }: AppLinkProps) {
  return <Link href={toRoute(href)} prefetch={false} {...rest} />;
}
