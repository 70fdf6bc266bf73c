import axe from "axe-core";
import type { Page } from "playwright-core";
import { z } from "zod";

const looks = [
  { width: 390, colorScheme: "light" },
  { width: 390, colorScheme: "dark" },
  { width: 1440, colorScheme: "light" },
  { width: 1440, colorScheme: "dark" },
] as const;

/** A desk of 1,440 px at 200 %, and one of 1,280 px at 400 %; the looks above are tried as they are. */
const zoomed = [720, 320];

const violations = z.array(z.object({ id: z.string(), html: z.string() }));

/**
 * What is wrong with the page as it stands, in words; empty: axe finds nothing on a phone or on a desk, light or dark, and the
 * page scrolls sideways on neither, nor zoomed in.
 */
export async function findingsInAllLooks(page: Page): Promise<string[]> {
  const found: string[] = [];
  const before = page.viewportSize();
  for (const { width, colorScheme } of looks) {
    await page.setViewportSize({ width, height: 900 });
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    for (const { id, html } of await askAxe(page)) found.push(`${width} px, ${colorScheme}: ${id}: ${html}`);
  }
  for (const width of [...new Set(looks.map((look) => look.width)), ...zoomed]) {
    await page.setViewportSize({ width, height: 900 });
    const taken = await page.evaluate(() => document.documentElement.scrollWidth);
    if (taken > width) found.push(`scrolls sideways: ${taken} px on ${width} px`);
  }
  if (before) await page.setViewportSize(before);
  return found;
}

/** Within the page itself: axe's own driver opens a second page for each look, which takes longer than all its rules. */
async function askAxe(page: Page): Promise<z.infer<typeof violations>> {
  if (!(await page.evaluate(() => "axe" in window))) await page.evaluate(axe.source);
  return violations.parse(
    await page.evaluate(
      "axe.run(document, { resultTypes: ['violations'] }).then((all) => all.violations.map(({ id, nodes }) => ({ id, html: nodes[0]?.html ?? '' })))",
    ),
  );
}

export async function expectEasyToRead(page: Page): Promise<void> {
  expect(await findingsInAllLooks(page)).toEqual([]);
}
