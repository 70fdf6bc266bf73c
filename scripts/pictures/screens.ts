import type { Page } from "playwright-core";
import { MINUTE } from "@/lib/clock";
import { crowdedWorld } from "@/sandbox/world/crowded-world";
import { type ProductRig, startProduct } from "@/scripts/testing/product-rig";
import { testUsageMonth } from "@/scripts/testing/rig";
import { cardOf, runNow, signIn } from "../e2e/in-portal";

/** The product in one scenario after its first syncs, with a browser that is signed in. */
export type Stage = {
  rig: ProductRig;
  page: Page;
  /** Of the last customers sync. */
  run: string;
};

const program = "/programs/microsoft-csp-indirect-connectwise";

export const scenarios = ["clean", "troubled", "large"] as const;

const largeCustomers = 4_000;

export async function openStage(scenario: (typeof scenarios)[number]): Promise<Stage> {
  const world = scenario === "large" ? crowdedWorld(largeCustomers, testUsageMonth) : undefined;
  const rig = await startProduct({
    scenario: scenario === "large" ? "clean" : scenario,
    psas: ["connectwise"],
    ...(world && { world }),
  });
  const page = await rig.openPage();
  await signIn(page, rig);
  await runNow(page, rig, cardOf(page, "ConnectWise", "Products"));
  await runNow(page, rig, cardOf(page, "ConnectWise", "Customers"), 10 * MINUTE);
  return { rig, page, run: new URL(page.url()).pathname };
}

/** The pictures of the documents: file, scenario, where it is taken, and how large. */
export const pictures = [
  { file: "dashboard", scenario: "clean", at: () => "/", size: [1280, 760] },
  { file: "program", scenario: "clean", at: () => program, size: [1280, 900] },
  { file: "inbox", scenario: "troubled", at: () => "/inbox", size: [1280, 900] },
  { file: "status", scenario: "troubled", at: ({ run }: Stage) => run, size: [1280, 900] },
  { file: "subscription", scenario: "clean", at: firstSubscription, size: [1280, 900] },
  { file: "history", scenario: "troubled", at: () => "/history", size: [1280, 700] },
  { file: "cut-over", scenario: "troubled", at: () => `${program}/cut-over`, size: [1280, 760] },
  { file: "status-phone", scenario: "troubled", at: firstIssue, size: [390, 844] },
] as const;

async function firstSubscription({ page, rig, run }: Stage): Promise<string> {
  await page.goto(`${rig.portalUrl}${run}?outcome=applied`);
  return (await page.locator('a[href*="/subscriptions/"]').first().getAttribute("href")) ?? "/";
}

/** What a mail's link opens. */
async function firstIssue({ page, rig, run }: Stage): Promise<string> {
  await page.goto(`${rig.portalUrl}${run}?code=agreement_ended`);
  const row = await page.locator('[id^="item-"]').first().getAttribute("id");
  return `${run}/items/${row?.slice("item-".length)}`;
}

/** Every screen of a stage by a name, for looking at. */
export async function everyScreen(stage: Stage): Promise<[name: string, at: string][]> {
  const { page, rig, run } = stage;
  const linkOn = async (at: string, pattern: string) => {
    await page.goto(`${rig.portalUrl}${at}`);
    const found = page.locator(`a[href*="${pattern}"]`).first();
    return (await found.count()) > 0 ? ((await found.getAttribute("href")) ?? "/") : null;
  };
  const found: [string, string | null][] = [
    ["dashboard", "/"],
    ["inbox", "/inbox"],
    ["inbox-failed", "/inbox?show=failed"],
    ["history", "/history"],
    ["program", program],
    ["cut-over", `${program}/cut-over`],
    ["suggestions", `${program}/suggestions`],
    ["products", `${program}/products`],
    ["product", await linkOn(`${program}/products`, "/products/")],
    ["customer", await linkOn(program, "/customers/")],
    ["subscription", await firstSubscription(stage)],
    ["run", run],
    ["run-held", `${run}?outcome=held`],
    ["item", await linkOn("/inbox", "/items/")],
    ["approve-all", await linkOn(run, "/approve/")],
    ["connections", "/connections"],
    ["connection", await linkOn("/connections", "/connections/")],
    ["connections-new", "/connections/new?kind=autotask"],
    ["members", "/members"],
    ["audit", "/audit"],
    ["mails", "/mails"],
    ["profile", "/profile"],
    ["getting-started", "/getting-started"],
    ["troubleshooting", "/troubleshooting"],
    ["help", "/troubleshooting/existing_line"],
    ["nothing", "/no-such-page"],
  ];
  return found.flatMap(([name, at]): [string, string][] => (at === null ? [] : [[name, at]]));
}
