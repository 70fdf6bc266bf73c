import type { IsoDate } from "@/lib/values";

/**
 * Lines of ours carry `<subscription id>:<kind>`; charges `<id>:<kind><yymm>`, where the id may also be that of a tenant's
 * usage and yymm is its month; charges of loose invoice lines `line:<invoice id>:<line number>`. A further charge
 * under one reference adds ".2", ".3", …
 */
const ourReferences = [
  /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}:[a-z_]+$/i,
  /^[^:\s]+:(azure|annual|credit|catch)\d{4}(\.\d+)?$/,
  /^line:[^:\s]+:\d+(\.\d+)?$/,
];

/** True for what belongs to a subscription, a customer's usage or an invoice line of ours, whichever. */
export function isOurReference(reference: string | null): boolean {
  return reference !== null && ourReferences.some((form) => form.test(reference));
}

/** `<id>:<kind><yymm>`, e.g. "…:azure2610" for usage of October 2026; 50 characters at most, suffix included. */
export function chargeReference(id: string, kind: string, usageStart: IsoDate): string {
  return `${id}:${kind}${usageStart.slice(2, 4)}${usageStart.slice(5, 7)}`;
}

/** Whether a charge stands under the reference, the first one or a further one. */
export function isUnder(reference: string, of: string | null): boolean {
  return of !== null && (of === reference || /^\.\d+$/.test(startsAfter(reference, of)));
}

/** The reference of the first charge, of which this may be a further one. */
export function withoutNumber(reference: string | null): string | null {
  return reference?.replace(/\.\d+$/, "") ?? null;
}

/** 1 for the first charge under a reference, 2 for the next one. */
export function numberOf(reference: string, of: string): number {
  return Number(of.slice(reference.length + 1) || 1);
}

/** First day of the usage month that a reference names; null: it is of a loose line, which names none. */
export function usageMonthOf(reference: string): IsoDate | null {
  const [, year, month] = /^(?!line:).*:[a-z]+(\d\d)(\d\d)(?:\.\d+)?$/.exec(reference) ?? [];
  return year && month ? `20${year}-${month}-01` : null;
}

/** The first reference that none of `taken` has. */
export function nextReference(reference: string, taken: (string | null)[]): string {
  const numbers = taken
    .filter((of) => isUnder(reference, of))
    .map((of) => numberOf(reference, of ?? reference));
  const next = Math.max(0, ...numbers) + 1;
  return next === 1 ? reference : `${reference}.${next}`;
}

function startsAfter(reference: string, of: string): string {
  return of.startsWith(reference) ? of.slice(reference.length) : "";
}
