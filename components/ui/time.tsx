import { formatAge, formatInstant } from "@/lib/format/instant";

type InstantProps = {
  at: Date;
  /** IANA name of the organisation's zone. */
  timeZone: string;
  /** Given, today and yesterday are named so. */
  now?: Date;
};

/** An instant by the organisation's clock. Billing dates are plain text: use formatDate. */
export function Instant({ at, timeZone, now }: InstantProps) {
  return (
    <time dateTime={at.toISOString()} className="tabular-nums">
      {formatInstant(at, timeZone, now)}
    </time>
  );
}

/** How long ago; the exact instant stands in its title. */
export function Age({ at, timeZone, now }: InstantProps & { now: Date }) {
  return (
    <time dateTime={at.toISOString()} title={formatInstant(at, timeZone)}>
      {formatAge(at, now)}
    </time>
  );
}
