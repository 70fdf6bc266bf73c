import { ApiError } from "@/lib/errors";
import { service } from "../errors";

/**
 * `field="value"` in ConnectWise's language of conditions. Text is put between double or single quotes;
 * how a quote inside is written is documented nowhere, so text with both kinds is refused, not guessed at.
 */
export function textEquals(field: string, value: string): string {
  const quote = value.includes('"') ? "'" : '"';
  if (value.includes(quote) || value.includes("\\")) {
    const words = `ConnectWise cannot be asked for ${value}: it holds characters that a search cannot.`;
    throw new ApiError({ service, kind: "rejected", words });
  }
  return `${field}=${quote}${value}${quote}`;
}
