import { mkdirSync } from "node:fs";
import path from "node:path";
import { everyScreen, openStage, pictures, type Stage } from "./screens";

const scenarios = ["clean", "troubled"] as const;

/** Takes the documents' pictures into a folder. */
export async function takePictures(folder: string): Promise<void> {
  for (const scenario of scenarios) {
    const stage = await openStage(scenario);
    for (const picture of pictures.filter((one) => one.scenario === scenario)) {
      const [width, height] = picture.size;
      const at = await picture.at(stage);
      await take(stage, { at, width, height, file: path.join(folder, `${picture.file}.png`) });
    }
    await stage.rig.stop();
  }
}

/** Takes every screen, whole, in all its looks. */
export async function takeAll(folder: string): Promise<void> {
  mkdirSync(folder, { recursive: true });
  for (const scenario of scenarios) {
    const stage = await openStage(scenario);
    for (const [name, at] of await everyScreen(stage)) {
      for (const width of [390, 1440]) {
        for (const look of ["light", "dark"] as const) {
          const file = path.join(folder, `${scenario}-${name}-${width}-${look}.png`);
          await take(stage, { at, width, height: 900, file, look, whole: true });
        }
      }
    }
    await stage.rig.stop();
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
