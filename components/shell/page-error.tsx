"use client";

import { Button } from "@/components/ui/button";
import { bodyTooLong } from "@/lib/http/body-limit";

type PageErrorProps = {
  error: unknown;
  retry: () => void;
};

/** A page that could not be shown: what that means for the reader, and the reference that finds it in the log. */
export function PageError({ error, retry }: PageErrorProps) {
  const reference = referenceOf(error);
  const tooLong = error instanceof Error && error.message === bodyTooLong;
  return (
    <div className="max-w-prose py-10">
      <h1 className="text-xl font-semibold tracking-tight">
        {tooLong ? "This could not be sent" : "This page could not be shown"}
      </h1>
      <p className="mt-2 text-soft text-pretty">{tooLong ? bodyTooLong : wentWrong}</p>
      {reference ? (
        <p className="mt-2 text-soft">
          If it happens again, quote the reference <b className="font-semibold text-ink">{reference}</b>.
        </p>
      ) : null}
      <div className="mt-5">
        <Button type="button" variant="primary" onClick={() => retry()}>
          Try again
        </Button>
      </div>
    </div>
  );
}

const wentWrong =
  "Something went wrong on our side while the page was made. Showing a page changes nothing in PRISM or in your PSA, " +
  "and a sync that runs goes on. Try again in a moment.";

function referenceOf(error: unknown): string | null {
  return error instanceof Error && "digest" in error && typeof error.digest === "string"
    ? error.digest
    : null;
}
