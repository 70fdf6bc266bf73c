import { AppLink } from "@/components/ui/app-link";
import { classNames } from "@/components/ui/class-names";
import { type Tone, toneText } from "@/components/ui/tone";
import { formatCount } from "@/lib/format/number";

export type Count = {
  label: string;
  value: number;
  /** Colours the figure when it is not zero; the word below says the same. */
  tone?: Tone;
  /** The items behind it. */
  href?: string;
};

/** What a run did, in figures. */
export function CountsRow({ counts }: { counts: Count[] }) {
  return (
    <ul className="flex flex-wrap gap-x-4 gap-y-2">
      {counts.map((count) => (
        <li key={count.label}>
          {count.href && count.value > 0 ? (
            <AppLink
              href={count.href}
              className="group/count block rounded underline-offset-3 hover:underline"
            >
              <Figure {...count} />
            </AppLink>
          ) : (
            <Figure {...count} />
          )}
        </li>
      ))}
    </ul>
  );
}

function Figure({ label, value, tone }: Count) {
  const zero = value === 0;
  return (
    <>
      <span
        className={classNames(
          "block text-lg font-semibold tabular-nums",
          zero ? "text-soft" : tone ? toneText[tone] : "text-ink",
        )}
      >
        {formatCount(value)}
      </span>
      <span className="block text-sm text-soft">{label}</span>
    </>
  );
}
