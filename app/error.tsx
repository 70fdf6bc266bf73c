"use client";

import { PageError } from "@/components/shell/page-error";
import { PlainShell } from "@/components/shell/plain-shell";

export default function ErrorPage({ error, retry }: { error: unknown; retry: () => void }) {
  return (
    <PlainShell>
      <PageError error={error} retry={retry} />
    </PlainShell>
  );
}
