import type { ReactNode } from "react";
import { mainContentId } from "@/components/shell/skip-link";
import { Wordmark } from "@/components/shell/wordmark";

/** Pages outside the menu: sign-in, invitations, what went wrong. `wide` is for reading, else it is a narrow form. */
export function PlainShell({ wide = false, children }: { wide?: boolean; children: ReactNode }) {
  return (
    <div className={wide ? "mx-auto max-w-3xl px-4 py-8" : "mx-auto max-w-md px-4 py-12 sm:py-20"}>
      <header className="mb-6">
        {/* A plain link: this is part of the error page, which every page loads ahead. */}
        <a href="/" className="inline-block rounded-lg">
          <Wordmark />
        </a>
      </header>
      <main id={mainContentId} tabIndex={-1} className="outline-none">
        {children}
      </main>
    </div>
  );
}
