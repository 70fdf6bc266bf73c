import type { Page } from "playwright-core";
import { type ProductRig, startProduct } from "@/scripts/testing/product-rig";
import { signIn } from "./in-portal";
import {
  addProgram,
  autotaskCard,
  chooseBillingCode,
  enterKeys,
  openNewConnection,
  untilCardSays,
} from "./second-psa";

jest.setTimeout(120_000);

/** A partner that has Autotask, too, sets it up from nothing. */
describe("connecting Autotask", () => {
  let rig: ProductRig;
  let page: Page;

  beforeAll(async () => {
    rig = await startProduct({ scenario: "clean", psas: ["connectwise"] });
    page = await rig.openPage();
    await signIn(page, rig);
  });
  afterAll(() => rig?.stop());

  it("says that a wrong password is not accepted, and takes the right one", async () => {
    const keys = rig.sandbox.endpoints.autotask;
    await openNewConnection(page, rig);
    await enterKeys(page, { ...keys, secret: "not the password" });
    await untilCardSays(page, rig, [/Autotask does not accept these keys/]);
    await autotaskCard(page).getByRole("link", { name: "Edit" }).click();
    await page.getByLabel("Integration code").waitFor();
    await enterKeys(page, keys);
    await untilCardSays(page, rig, [/Healthy/, /\d+ permissions granted/]);
  });

  it("names a permission that is missing, until it is granted", async () => {
    await rig.control.settings({ autotask: { denied: ["ContractServiceAdjustments:create"] } });
    await autotaskCard(page).getByRole("button", { name: "Test", exact: true }).click();
    await untilCardSays(page, rig, [
      /Needs attention/,
      /1 permission missing/,
      /Contracts › Contract Services › Add \(adjustments\)/,
    ]);
    await rig.control.settings({ autotask: { denied: [] } });
    await autotaskCard(page).getByRole("button", { name: "Test", exact: true }).click();
    await untilCardSays(page, rig, [/Healthy/]);
    expect(await autotaskCard(page).innerText()).not.toContain("missing");
  });

  it("offers Autotask's billing codes for services, and no others, and keeps the chosen one", async () => {
    await untilCardSays(page, rig, [/[1-9]\d* contracts/]);
    const program = await addProgram(page, rig);
    const codes = page.getByLabel("Billing code for services");
    const offered = (await codes.locator("option").allInnerTexts()).slice(1);
    expect(offered.sort()).toEqual(["Cloud subscriptions", "Managed services", "Software subscriptions"]);
    await chooseBillingCode(page, "Cloud subscriptions");
    await page.goto(`${rig.portalUrl}${program}`);
    expect(await codes.locator("option:checked").innerText()).toBe("Cloud subscriptions");
    expect(await page.getByText("Choose a billing code for services.").count()).toBe(0);
  });
});
