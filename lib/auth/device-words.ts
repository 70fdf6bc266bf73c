const browsers: [RegExp, string][] = [
  [/\bEdg(e|A|iOS)?\//, "Edge"],
  [/\bOPR\/|\bOpera\b/, "Opera"],
  [/\bSamsungBrowser\//, "Samsung Internet"],
  [/\bFirefox\/|\bFxiOS\//, "Firefox"],
  [/Chrome\/|\bCriOS\/|\bChromium\//, "Chrome"],
  [/\bVersion\/.*\bSafari\//, "Safari"],
];

const systems: [RegExp, string][] = [
  [/\biPhone\b/, "iPhone"],
  [/\biPad\b/, "iPad"],
  [/\bAndroid\b/, "Android"],
  [/\bWindows\b/, "Windows"],
  [/\bMac OS X\b|\bMacintosh\b/, "Mac"],
  [/\bCrOS\b/, "ChromeOS"],
  [/\bLinux\b/, "Linux"],
];

/** A browser in words that its owner recognises, from what it calls itself: "Firefox on Windows". */
export function deviceWords(userAgent: string | null): string {
  const text = userAgent ?? "";
  const name = (known: [RegExp, string][]) => known.find(([pattern]) => pattern.test(text))?.[1];
  const browser = name(browsers) ?? "A browser";
  const system = name(systems);
  return system ? `${browser} on ${system}` : browser;
}
