/** What is computed stands in the page between two comments that bear its name, which no reader sees. */
const block = /<!-- computed: ([a-z-]+) -->\n([\s\S]*?)<!-- end of \1 -->/g;

/** The computed parts of a page by their names. */
export function readBlocks(page: string): Map<string, string> {
  return new Map([...page.matchAll(block)].map(([, name = "", text = ""]) => [name, text.trim()]));
}

/** The page with these parts in the place of what stood there. Throws when the page has no place for one. */
export function writeBlocks(page: string, blocks: ReadonlyMap<string, string>): string {
  const places = readBlocks(page);
  const missing = [...blocks.keys()].filter((name) => !places.has(name));
  if (missing.length > 0) throw new Error(`The page has no place for ${missing.join(", ")}.`);
  return page.replace(
    block,
    (_, name: string, text: string) =>
      `<!-- computed: ${name} -->\n\n${blocks.get(name) ?? text.trim()}\n\n<!-- end of ${name} -->`,
  );
}
