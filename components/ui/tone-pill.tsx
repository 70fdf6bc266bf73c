import { classNames } from "@/components/ui/class-names";
import { type Tone, toneText, toneTint } from "@/components/ui/tone";
import { ToneIcon } from "@/components/ui/tone-icon";
import { formatCount } from "@/lib/format/number";

type TonePillProps = {
  tone: Tone;
  /** What the tone says, for screen readers, e.g. "Error". */
  word: string;
  /** How often; null: it cannot be counted. */
  count: number | null;
};

/** How often something is there, in its tone, at the head of a row that says what. */
export function TonePill({ tone, word, count }: TonePillProps) {
  return (
    <span
      className={classNames(
        "inline-flex min-w-14 items-center gap-1.5 sm:min-w-20 rounded-full px-2.5 py-0.5 text-sm font-semibold",
        count === null && "justify-center",
        toneText[tone],
        toneTint[tone],
      )}
    >
      <ToneIcon tone={tone} className="size-3.5" />
      <span className="sr-only">{word}, </span>
      {count === null ? null : (
        <>
          {formatCount(count)}
          <span className="sr-only"> times:</span>
        </>
      )}
    </span>
  );
}
