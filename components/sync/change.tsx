import { ArrowRight } from "lucide-react";

type ChangeProps = {
  /** Formatted text; null: there was or is nothing. */
  before: string | null;
  after: string | null;
  /** Below the values, e.g. "from 15 Oct 2026". */
  note?: string;
  /** False: only meant so far, the PSA still has the first value. */
  done?: boolean;
};

/** Before struck out, after bold; unchanged values stand alone and plain. */
export function Change({ before, after, note, done = true }: ChangeProps) {
  return (
    <>
      <span className="inline-flex items-center gap-1.5">
        {before === after || before === null ? null : (
          <>
            <span className="sr-only">{done ? "was " : "is "}</span>
            <s className="text-soft decoration-1">{before}</s>
            <ArrowRight className="size-3.5 text-soft" />
            <span className="sr-only">{done ? ", now " : ", would be "}</span>
          </>
        )}
        {before === after ? <span>{after ?? "–"}</span> : <b className="font-semibold">{after ?? "ends"}</b>}
        {before === null && after !== null ? <span className="text-sm text-soft">new</span> : null}
      </span>
      {note ? <span className="block text-sm text-soft max-sm:inline max-sm:pl-1.5">{note}</span> : null}
    </>
  );
}
