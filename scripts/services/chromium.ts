import { hasDebianPackages, installDebianPackages } from "../machine/debian-packages";
import { findOnPath, isExecutable } from "../machine/executables";

const names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
const usualPlaces = [
  "/usr/bin/chromium",
  "/usr/lib/chromium/chromium",
  "/snap/bin/chromium",
  "/opt/google/chrome/chrome",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
];

/**
 * A Chromium for the tests that drive a browser: CHROMIUM_PATH, else one that is installed,
 * else, as root on Debian, its package is installed now.
 */
export async function findChromium(): Promise<string> {
  const told = process.env.CHROMIUM_PATH;
  if (told) {
    if (!isExecutable(told)) throw new Error(`CHROMIUM_PATH names no program: ${told}`);
    return told;
  }
  const found = findInstalled() ?? (await installChromium());
  if (!found) {
    throw new Error(
      "There is no Chromium here. Install it (Debian: sudo apt-get install chromium) or set CHROMIUM_PATH.",
    );
  }
  return found;
}

function findInstalled(): string | undefined {
  return findOnPath(...names) ?? usualPlaces.find(isExecutable);
}

async function installChromium(): Promise<string | undefined> {
  if (process.getuid?.() !== 0 || !hasDebianPackages()) return undefined;
  // The package only recommends a font, and without one every text is empty boxes.
  await installDebianPackages(["chromium", "fonts-liberation"]);
  return findInstalled();
}
