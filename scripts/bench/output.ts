/** Words for people: standard output is for results alone. */
export function say(words: string): void {
  process.stderr.write(`${words}\n`);
}

/** A result, as a line of JSON on standard output. */
export function printResult(result: Record<string, string | number | boolean | null>): void {
  process.stdout.write(`${JSON.stringify(result)}\n`);
}

/** A table on standard error; the columns are as wide as their widest cell, numbers stand to the right. */
export function printTable(head: readonly string[], rows: readonly (string | number | null)[][]): void {
  const cells = [head, ...rows].map((row) => row.map((cell) => (cell === null ? "–" : String(cell))));
  const widths = head.map((_, column) => Math.max(...cells.map((row) => row[column]?.length ?? 0)));
  const isNumber = head.map((_, column) => rows.every((row) => typeof row[column] !== "string"));
  const line = (row: string[]) =>
    row
      .map((cell, column) =>
        isNumber[column] ? cell.padStart(widths[column] ?? 0) : cell.padEnd(widths[column] ?? 0),
      )
      .join("  ")
      .trimEnd();
  say(["", ...cells.map(line), ""].join("\n"));
}

/** A number with so many digits after the point at most. */
export function rounded(value: number, digits = 2): number {
  return Number(value.toFixed(digits));
}
