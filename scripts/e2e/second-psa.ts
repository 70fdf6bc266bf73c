import type { Page } from "playwright-core";
import type { ProductRig } from "@/scripts/testing/product-rig";
import { waitFor } from "./outside";

/** The addresses of what came to be. */
export type SecondPsa = { connection: string; program: string; contract: string };

/** Connects Autotask by its form, waits until its test and its directory are there, and brings the program to it. */
export async function connectAutotask(page: Page, rig: ProductRig): Promise<SecondPsa> {
  await enterKeys(page, rig);
  const card = page.getByRole("article", { name: "Autotask" });
  await waitFor(async () => {
    await page.goto(`${rig.portalUrl}/connections`);
    const text = await card.innerText();
    return /Healthy/.test(text) && /[1-9]\d* contracts/.test(text) ? true : undefined;
  });
  const connection = await card.getByRole("link", { name: "Edit" }).getAttribute("href");
  await page.goto(`${rig.portalUrl}/programs/new`);
  await page
    .getByRole("radio", { name: /Autotask/ })
    .first()
    .check();
  await page.getByRole("button", { name: "Add the program" }).click();
  await page.waitForURL(/\/programs\/(?!new)/);
  const program = new URL(page.url()).pathname;
  await page.getByText("Choose a billing code for services.").waitFor();
  await chooseBillingCode(page);
  return { connection: connection ?? "/", program, contract: await openContract(page, rig) };
}

async function enterKeys(page: Page, rig: ProductRig): Promise<void> {
  const { url, userName, secret, integrationCode } = rig.sandbox.endpoints.autotask;
  await page.goto(`${rig.portalUrl}/connections/new`);
  await page.getByRole("article", { name: "Autotask" }).getByRole("link", { name: "Connect now" }).click();
  await page.getByLabel("User name").fill(userName);
  await page.getByLabel("Password").fill(secret);
  await page.getByLabel("Integration code").fill(integrationCode);
  await page.getByLabel("Address (only for a test system)").fill(url);
  await page.getByRole("button", { name: "Save and test" }).click();
  await page.waitForURL(/\/connections(\?|$)/);
}

/** Without one no service can be made, and the page says so until it is chosen. */
async function chooseBillingCode(page: Page): Promise<void> {
  const codes = page.getByLabel("Billing code for services");
  await codes.selectOption({ index: 1 });
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
