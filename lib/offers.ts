/** What a search field offers while somebody types: each is chosen by going to its address, a path of ours. */
export type Offer = { id: string; label: string; note: string; href: string };

/** The offers of an answer of ours; whatever is none is left out. Runs in browsers, so without a schema's weight. Pure. */
export function readOffers(answer: unknown): Offer[] {
  return Array.isArray(answer) ? answer.filter(isOffer) : [];
}

function isOffer(value: unknown): value is Offer {
  if (typeof value !== "object" || value === null) return false;
  const texts = ["id", "label", "note", "href"].map((name) => Reflect.get(value, name));
  return texts.every((text) => typeof text === "string") && /^\/(?!\/)/.test(String(texts[3]));
}
