import { z } from "zod";

/** A whole number within 32 bits, as ids are. */
export const int32 = z.int32();

/**
 * Limits stand beside the type, not in it: a record that a person typed in long ago may break them,
 * and is refused only when a client saves it again.
 */
export const text = (maxLength?: number) => z.string().meta({ maxLength });

export const intBetween = (lowest: number, highest: number) => z.int32().meta({ range: [lowest, highest] });

/** Money and quantities: JSON numbers on the wire, computed with as decimals. */
export const decimal = z.number();

function toInstant(value: string): string | undefined {
  const withZone = /(Z|[+-]\d{2}:?\d{2})$/.test(value) || !value.includes("T") ? value : `${value}Z`;
  const instant = new Date(withZone);
  return /^\d{4}-\d{2}-\d{2}/.test(value) && !Number.isNaN(instant.getTime())
    ? instant.toISOString().replace(/\.\d{3}Z$/, "Z")
    : undefined;
}

function date(normalise: (instant: string) => string) {
  return z.string().transform((value, context) => {
    const instant = toInstant(value);
    if (instant !== undefined) return normalise(instant);
    context.addIssue({ code: "invalid_format", format: "datetime", input: value });
    return z.NEVER;
  });
}

/** A moment in UTC, to the second. */
export const moment = date((instant) => instant).meta({ kind: "date" });

/** A calendar day, written as its midnight in UTC: a time given with it is cut off after it is brought to UTC. */
export const day = date((instant) => `${instant.slice(0, 10)}T00:00:00Z`).meta({ kind: "date" });

/** A reference to a record of this sandbox: only its id is kept, what it shows is looked up when it is read. */
export const reference = z.object({ id: int32 });

/** A reference to a record that the sandbox does not keep, such as a contact. */
export const outsideReference = z.object({
  id: int32,
  identifier: z.string().optional(),
  name: z.string().optional(),
});

export const customFields = z.array(
  z.object({
    id: int32,
    caption: z.string().optional(),
    type: z.string().optional(),
    entryMethod: z.string().optional(),
    numberOfDecimals: int32.optional(),
    value: z.unknown().optional(),
  }),
);

export const info = z.object({
  lastUpdated: moment,
  updatedBy: z.string(),
  dateEntered: moment.optional(),
  enteredBy: z.string().optional(),
});

export const billing = z.enum(["Billable", "DoNotBill", "NoCharge", "NoDefault"]);
