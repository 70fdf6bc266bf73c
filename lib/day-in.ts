/** The calendar day of instants in an IANA time zone. */
export function dayIn(timeZone: string): (instant: Date) => string {
  const format = new Intl.DateTimeFormat("sv-SE", { timeZone });
  return (instant) => format.format(instant);
}
