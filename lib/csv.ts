import { isDecimal } from "@/lib/format/number";

/** Tells a spreadsheet that the file is UTF-8. */
export const csvStart = "\uFEFF";

/**
 * One line of a CSV file after RFC 4180. A cell that a spreadsheet could take for a formula (it begins with = + - @ or
 * a control character) gets an apostrophe before it; plain numbers stay numbers.
 */
export function csvLine(cells: (string | number | null)[]): string {
  return `${cells.map((cell) => quoted(defused(cell === null ? "" : String(cell)))).join(",")}\r\n`;
}

function defused(text: string): string {
  return /^\s*[=+\-@]|^[\t\r\n]/.test(text) && !isDecimal(text) ? `'${text}` : text;
}

function quoted(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
