import { readFileSync } from "node:fs";
import path from "node:path";

const css = readFileSync(path.join(process.cwd(), "app/globals.css"), "utf8");
const [light, dark] = css
  .split("@media (prefers-color-scheme: dark)")
  .map(
    (part) =>
      new Map([...part.matchAll(/--([a-z-]+): (#[0-9a-f]{6});/g)].map(([, name, hex]) => [name, hex])),
  );

/** Contrast of two colours as WCAG 2 defines it, 1 to 21. */
function contrast(first: string, second: string): number {
  const [lighter = 0, darker = 0] = [luminance(first), luminance(second)].sort((a, b) => b - a);
  return (lighter + 0.05) / (darker + 0.05);
}

function luminance(hex: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((start) => {
    const channel = Number.parseInt(hex.slice(start, start + 2), 16) / 255;
    return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

const tones = ["ok", "warn", "err", "held", "run", "none"];
const grounds = ["page", "card", "sunken"];
const texts = [
  ...["ink", "soft", "accent", ...tones].flatMap((text) => grounds.map((ground) => [text, ground])),
  ...tones.flatMap((tone) => [tone, "ink", "soft", "accent"].map((text) => [text, `${tone}-tint`])),
  ["on-accent", "accent"],
  ["on-accent", "accent-strong"],
];

describe.each([
  ["light", light],
  ["dark", dark],
])("the %s palette", (_, palette) => {
  const colour = (name: string) => {
    const hex = palette?.get(name);
    if (!hex) throw new Error(`No colour --${name}`);
    return hex;
  };

  test.each(texts)("%s on %s can be read", (text = "", ground = "") => {
    expect(contrast(colour(text), colour(ground))).toBeGreaterThanOrEqual(4.5);
  });

  test.each(["page", "card"])("the outline of a control stands out on %s", (ground) => {
    expect(contrast(colour("control"), colour(ground))).toBeGreaterThanOrEqual(3);
  });
});

test("the measure is WCAG's own", () => {
  expect(contrast("#000000", "#ffffff")).toBeCloseTo(21, 5);
  expect(contrast("#767676", "#ffffff")).toBeCloseTo(4.54, 2);
});
