/** What names of items carry beside the product: who makes it, how it is sold. */
const fillers = new Set(
  (
    "microsoft ms csp nce new commerce experience license licence licenses licences user users per seat seats " +
    "monthly month annual yearly year term commitment billed subscription plan pc the and for of"
  ).split(" "),
);

/** Short forms that people and tools write. */
const longForms: Record<string, string> = {
  bus: "business",
  biz: "business",
  busi: "business",
  std: "standard",
  stand: "standard",
  prem: "premium",
  bas: "basic",
  ent: "enterprise",
  ex: "exchange",
  exch: "exchange",
  def: "defender",
  pro: "professional",
  m365: "365",
  o365: "365",
  office: "365",
};

/** Words of a product's name that tell it from others, without case, makers and short forms. */
function tellingWords(name: string): Set<string> {
  const words = name
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .map((word) => longForms[word] ?? word)
    .filter((word) => word !== "" && !fillers.has(word));
  return new Set(words);
}

/**
 * Whether two names are probably of one product: "M365 Bus Std (CSP)" and "Microsoft 365 Business Standard" are,
 * "Microsoft 365 Business Standard" and "Microsoft 365 Business Premium" are not. Pure.
 */
export function isAlikeProduct(one: string, other: string): boolean {
  const [a, b] = [tellingWords(one), tellingWords(other)];
  // "365" says which family it is, but not which product.
  a.delete("365");
  b.delete("365");
  const shared = [...a].filter((word) => b.has(word)).length;
  return shared > 0 && shared / Math.max(a.size, b.size) >= 0.6 && sameNumbers(a, b);
}

/** "Plan 1" and "Plan 2" differ in a number only, and so do "E3" and "E5". */
function sameNumbers(a: Set<string>, b: Set<string>): boolean {
  const numbered = (words: Set<string>) =>
    [...words]
      .filter((word) => /\d/.test(word))
      .sort()
      .join(" ");
  return numbered(a) === numbered(b);
}
