import type { Locator, Page } from "playwright-core";
import type { ProductRig } from "@/scripts/testing/product-rig";
import { waitFor } from "./outside";

/** The addresses of what came to be. */
export type SecondPsa = { connection: string; program: string; contract: string };

/** Connects Autotask by its form, waits until its test and its directory are there, and brings the program to it. */
export async function connectAutotask(page: Page, rig: ProductRig): Promise<SecondPsa> {
  await openNewConnection(page, rig);
  await enterKeys(page, rig.sandbox.endpoints.autotask);
  await untilCardSays(page, rig, [/Healthy/, /[1-9]\d* contracts/]);
  const connection = await autotaskCard(page).getByRole("link", { name: "Edit" }).getAttribute("href");
  const program = await addProgram(page, rig);
  await chooseBillingCode(page, "Cloud subscriptions");
  return { connection: connection ?? "/", program, contract: await openContract(page, rig) };
}

/** The form, from the choice of PSA on. */
export async function openNewConnection(page: Page, rig: ProductRig): Promise<void> {
  await page.goto(`${rig.portalUrl}/connections/new`);
  await page.getByRole("article", { name: "Autotask" }).getByRole("link", { name: "Connect now" }).click();
  await page.getByLabel("Address (only for a test system)").fill(rig.sandbox.endpoints.autotask.url);
}

type Keys = { userName: string; secret: string; integrationCode: string };

/** Fills the form's keys in and saves them, which begins a test. */
export async function enterKeys(page: Page, { userName, secret, integrationCode }: Keys): Promise<void> {
  await page.getByLabel("User name").fill(userName);
  await page.getByLabel("Password").fill(secret);
  await page.getByLabel("Integration code").fill(integrationCode);
  await page.getByRole("button", { name: "Save and test" }).click();
  await page.waitForURL(/\/connections(\?|$)/);
}

export function autotaskCard(page: Page): Locator {
  return page.getByRole("article", { name: "Autotask" });
}

/** Looks at the connections until Autotask's card says all of this. */
export async function untilCardSays(page: Page, rig: ProductRig, words: RegExp[]): Promise<void> {
  await waitFor(async () => {
    await page.goto(`${rig.portalUrl}/connections`);
    const text = await autotaskCard(page).innerText();
    return words.every((word) => word.test(text)) ? true : undefined;
  });
}

/** Brings the program to Autotask; answers its page, which says what is still to be chosen. */
export async function addProgram(page: Page, rig: ProductRig): Promise<string> {
  await page.goto(`${rig.portalUrl}/programs/new`);
  await page
    .getByRole("radio", { name: /Autotask/ })
    .first()
    .check();
  await page.getByRole("button", { name: "Add the program" }).click();
  await page.waitForURL(/\/programs\/(?!new)/);
  await page.getByText("Choose a billing code for services.").waitFor();
  return new URL(page.url()).pathname;
}

/** Without one no service can be made. */
export async function chooseBillingCode(page: Page, label: string): Promise<void> {
  await page.getByLabel("Billing code for services").selectOption({ label });
  await page.getByRole("button", { name: "Save settings" }).click();
  await page.getByText("The settings are saved.").waitFor();
}

/** The mapping page of a customer with the contracts of a company that looks like it. */
async function openContract(page: Page, rig: ProductRig): Promise<string> {
  const customer = page.getByRole("row").filter({ hasText: "looks like" }).first();
  await customer.getByRole("link", { name: /^Map/ }).click();
  await page
    .getByRole("link", { name: /^Choose/ })
    .first()
    .click();
  await page.waitForURL(/company=/);
  const { pathname, search } = new URL(page.url());
  await page.goto(`${rig.portalUrl}${pathname}${search}`);
  return `${pathname}${search}`;
}
