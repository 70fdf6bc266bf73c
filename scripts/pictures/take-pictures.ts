import { mkdirSync } from "node:fs";
import path from "node:path";
import type { Browser } from "playwright-core";
import { sampleMails } from "@/scripts/testing/sample-mails";
import { everyScreen, openStage, pictures, type Stage, scenarios } from "./screens";

const looks = [390, 1440].flatMap((width) => (["light", "dark"] as const).map((look) => ({ width, look })));

/** Takes the documents' pictures into a folder. */
export async function takePictures(folder: string): Promise<void> {
  for (const scenario of ["clean", "troubled"] as const) {
    const stage = await openStage(scenario);
    for (const picture of pictures.filter((one) => one.scenario === scenario)) {
      const [width, height] = picture.size;
      const at = await picture.at(stage);
      await take(stage, { at, width, height, file: path.join(folder, `${picture.file}.png`) });
    }
    await stage.rig.stop();
  }
}

/** Takes every screen and every mail, whole, in all its looks. */
export async function takeAll(folder: string): Promise<void> {
  mkdirSync(folder, { recursive: true });
  for (const scenario of scenarios) {
    const stage = await openStage(scenario);
    for (const [name, at] of await everyScreen(stage)) {
      for (const { width, look } of looks) {
        const file = path.join(folder, `${scenario}-${name}-${width}-${look}.png`);
        await take(stage, { at, width, height: 900, file, look, whole: true });
      }
    }
    if (scenario === "clean") await takeMails(stage.page.context().browser(), folder);
    await stage.rig.stop();
  }
}

async function takeMails(browser: Browser | null, folder: string): Promise<void> {
  for (const [name, { html }] of Object.entries(sampleMails())) {
    for (const { width, look } of looks) {
      const page = await browser?.newPage({ viewport: { width, height: 700 }, colorScheme: look });
      await page?.setContent(html);
      await page?.screenshot({
        path: path.join(folder, `mail-${name.replaceAll(" ", "-")}-${width}-${look}.png`),
        fullPage: true,
      });
      await page?.close();
    }
  }
}

type Shot = {
  at: string;
  width: number;
  height: number;
  file: string;
  look?: "light" | "dark";
  whole?: boolean;
};

async function take({ rig, page }: Stage, { at, width, height, file, look, whole }: Shot): Promise<void> {
  await page.setViewportSize({ width, height });
  await page.emulateMedia({ colorScheme: look ?? "light", reducedMotion: "reduce" });
  await page.goto(`${rig.portalUrl}${at}`, { waitUntil: "networkidle" });
  await page.screenshot({ path: file, fullPage: whole ?? false });
}
