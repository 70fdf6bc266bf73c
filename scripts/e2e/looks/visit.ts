import type { BrowserContext, Page } from "playwright-core";
import type { ProductRig } from "@/scripts/testing/product-rig";
import { findingsInAllLooks } from "./easy-to-read";
import { keyboardFindings } from "./keyboard";

export type Visit = {
  /** What axe finds in any look, what scrolls sideways, whom but ourselves it asks, and which errors it raises. */
  findings: string[];
  /** What stands in the way of somebody without a mouse. */
  keyboard: string[];
  /** What it says without script. */
  plainText: string;
};

/** Two browsers that are signed in, one of them without script: pages beside one another in each. */
export type Visitor = { visit: (path: string) => Promise<Visit>; close: () => Promise<void> };

export async function openVisitor(rig: ProductRig, signedIn: BrowserContext): Promise<Visitor> {
  const cookies = await signedIn.cookies();
  const [scripted, plain] = await Promise.all(
    [true, false].map(async (javaScriptEnabled) => {
      const context = (await rig.openPage({ javaScriptEnabled })).context();
      await context.addCookies(cookies);
      return context;
    }),
  );
  if (!scripted || !plain) throw new Error("The browsers did not open.");
  return {
    visit: async (path) => {
      const address = `${rig.portalUrl}${path}`;
      const [seen, plainText] = await Promise.all([
        visitWithScript(scripted, address),
        readPlainly(plain, address),
      ]);
      return { ...seen, plainText };
    },
    close: async () => {
      await scripted.close();
      await plain.close();
    },
  };
}

async function visitWithScript(context: BrowserContext, address: string): Promise<Omit<Visit, "plainText">> {
  const page = await context.newPage();
  const findings: string[] = [];
  listen(page, new URL(address).origin, findings);
  await page.setViewportSize({ width: 390, height: 900 });
  await page.goto(address, { waitUntil: "load" });
  // A page that watches a sync asks for ever: it is quiet for no half second.
  if (!address.includes("/runs/")) await page.waitForLoadState("networkidle");
  findings.push(...(await findingsInAllLooks(page)));
  const keyboard = await keyboardFindings(page);
  await page.close();
  return { findings, keyboard };
}

function listen(page: Page, ownOrigin: string, findings: string[]): void {
  page.on("request", (request) => {
    const { origin, protocol } = new URL(request.url());
    if (origin !== ownOrigin && protocol !== "data:") findings.push(`asked ${request.url()}`);
  });
  page.on("pageerror", (error) => findings.push(`error ${error.message}`));
  page.on("console", (message) => {
    if (message.type() === "error") findings.push(`console ${message.text()}`);
  });
}

async function readPlainly(context: BrowserContext, address: string): Promise<string> {
  const page = await context.newPage();
  await page.goto(address, { waitUntil: "load" });
  const text = await page.locator("main").innerText();
  await page.close();
  return text;
}
