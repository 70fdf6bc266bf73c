import type { Page } from "playwright-core";

/** Far enough to come to what each page is for, in no page through all of a long table. */
const stops = 25;

/**
 * What stands in the way of a person with a keyboard, in words: the skip link is not the first stop or leads nowhere, a stop
 * does not show that it has the focus, Tab stays where it was or goes round before the end.
 */
export async function keyboardFindings(page: Page): Promise<string[]> {
  await page.setViewportSize({ width: 1440, height: 900 });
  const found: string[] = [];
  if (!(await focusSkipLink(page))) return ["the skip link is not the first stop"];
  await page.keyboard.press("Enter");
  for (let stop = 0; stop < stops; stop += 1) {
    await page.keyboard.press("Tab");
    const here = await lookAtFocus(page);
    if (here === "left") return found;
    if (stop === 0 && !here.inMain)
      found.push(`the skip link does not lead into the page, but to ${here.html}`);
    if (here.again) return [...found, `Tab comes back to ${here.html}`];
    if (!here.ringed) found.push(`nothing shows that the focus is on ${here.html}`);
  }
  return found;
}

/** Not by Tab: some pages put the focus somewhere by themselves when they open. */
async function focusSkipLink(page: Page): Promise<boolean> {
  return page.evaluate(() => {
    const first = document.querySelector<HTMLElement>("a[href], button, input, select, textarea, summary");
    first?.focus();
    return first?.getAttribute("href") === "#content";
  });
}

async function lookAtFocus(page: Page) {
  return page.evaluate(() => {
    const at = document.activeElement;
    if (!at || at === document.body || at === document.documentElement) return "left" as const;
    const walked = Number(at.getAttribute("data-walked")) + 1;
    at.setAttribute("data-walked", String(walked));
    // A date has a stop for each of its parts and for its calendar, which the browser marks itself.
    const isPartOfDate = walked > 1 && walked < 5 && at instanceof HTMLInputElement && at.type === "date";
    const again = walked > 1 && !isPartOfDate;
    const around = [at, at.parentElement, at.parentElement?.parentElement, at.nextElementSibling];
    const ringed =
      isPartOfDate ||
      around.some((one) => {
        if (!one) return false;
        const { outlineStyle, outlineWidth } = getComputedStyle(one);
        return outlineStyle !== "none" && Number.parseFloat(outlineWidth) >= 1;
      });
    return { again, ringed, inMain: at.closest("main") !== null, html: at.outerHTML.slice(0, 160) };
  });
}
