"use client";

import "./globals.css";
import { PageError } from "@/components/shell/page-error";

/** Stands in for the whole document when even its frame could not be made. */
export default function GlobalErrorPage({ error, retry }: { error: unknown; retry: () => void }) {
  return (
    <html lang="en">
      <body>
        <title>Something went wrong · PRISM Connect</title>
        <div className="spectrum h-[3px]" />
        <main className="mx-auto max-w-md px-4">
          <PageError error={error} retry={retry} />
        </main>
      </body>
    </html>
  );
}
