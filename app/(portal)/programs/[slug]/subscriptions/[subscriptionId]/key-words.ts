const words: Record<string, string> = {
  licence: "Licences",
  azure: "Azure usage",
  annual: "Annual payment",
  credit: "Credits and adjustments",
  trial: "Trial",
};

/** What a subscription's key stands for: "…:licence" → "Licences". Another kind is shown as it stands. */
export function keyWords(key: string): string {
  const kind = key.split(":").at(1) ?? key;
  return words[kind] ?? kind;
}
