import AxeBuilder from "@axe-core/playwright";
import type { Page } from "playwright-core";

const looks = [
  { width: 390, colorScheme: "dark" },
  { width: 1440, colorScheme: "light" },
] as const;

/** Of the page as it stands: axe finds nothing on a phone in the dark or on a desk, and it scrolls sideways on neither. */
export async function expectEasyToRead(page: Page): Promise<void> {
  for (const { width, colorScheme } of looks) {
    await page.setViewportSize({ width, height: 900 });
    await page.emulateMedia({ colorScheme });
    const { violations } = await new AxeBuilder({ page }).analyze();
    const scrolls = await page.evaluate(() => document.documentElement.scrollWidth);
    expect([width, violations.map((one) => [one.id, one.nodes[0]?.html]), scrolls <= width]).toEqual([
      width,
      [],
      true,
    ]);
  }
}
