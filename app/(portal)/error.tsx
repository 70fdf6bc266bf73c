"use client";

import { PageError } from "@/components/shell/page-error";

/** The menu stays, so that the reader can go on elsewhere. */
export default function PortalError({ error, retry }: { error: unknown; retry: () => void }) {
  return <PageError error={error} retry={retry} />;
}
