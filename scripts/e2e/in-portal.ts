import type { Locator, Page } from "playwright-core";
import type { ProductRig } from "@/scripts/testing/product-rig";
import type { SandboxMail } from "@/scripts/testing/sandbox-control";
import { waitFor } from "./outside";

/** What a clerk does again and again in the portal, whatever the walk. */

export type CardTitle = "Customers" | "Products";

export async function signIn(page: Page, rig: ProductRig): Promise<void> {
  await page.goto(rig.signInUrl);
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.getByRole("heading", { level: 1, name: "Dashboard" }).waitFor();
}

/** The card of the dashboard of the program that goes to this PSA. */
export function cardOf(page: Page, psa: string, title: CardTitle, program = "Microsoft CSP"): Locator {
  const ofProgram = page.getByRole("heading", { level: 2, name: new RegExp(`^${program}.* → ${psa}$`) });
  return page
    .locator("section")
    .filter({ has: ofProgram })
    .getByRole("article")
    .filter({ has: page.getByRole("heading", { name: title, exact: true }) });
}

/** Presses Run now on a card and waits until its run has ended, on the run's page. Throws after `limitMs`. */
export async function runNow(page: Page, rig: ProductRig, card: Locator, limitMs?: number): Promise<void> {
  await page.goto(rig.portalUrl);
  await card.getByRole("button", { name: "Run now" }).click();
  await page.waitForURL(/\/runs\//);
  await untilEnded(page, limitMs);
}

/** Reloads a run's page until it says how the run has ended. */
async function untilEnded(page: Page, limitMs?: number): Promise<void> {
  await waitFor(async () => {
    await page.reload();
    const text = await headerOf(page).innerText();
    return /Success|Error|Warning|No Change|Cancelled/.test(text) ? text : undefined;
  }, limitMs);
}

export async function expectStatus(page: Page, status: string): Promise<void> {
  expect(await headerOf(page).innerText()).toContain(status);
}

function headerOf(page: Page): Locator {
  return page.locator("h1").locator("xpath=..");
}

export async function failureMails(rig: ProductRig): Promise<SandboxMail[]> {
  return (await rig.control.mails()).filter((mail) => /: [1-9]\d* errors?/.test(mail.subject));
}

export async function recoveryMails(rig: ProductRig): Promise<SandboxMail[]> {
  return (await rig.control.mails()).filter((mail) => /: 0 errors/.test(mail.subject));
}
