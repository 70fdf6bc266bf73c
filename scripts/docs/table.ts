/** A table in Markdown; columns whose heading ends in a colon stand to the right. */
export function table(headings: string[], rows: string[][]): string {
  const names = headings.map((heading) => heading.replace(/:$/, ""));
  const marks = headings.map((heading) => (heading.endsWith(":") ? "---:" : "---"));
  return [names, marks, ...rows].map((cells) => `| ${cells.join(" | ")} |`).join("\n");
}
