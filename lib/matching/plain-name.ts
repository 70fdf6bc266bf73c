/** Words at the end of a company's name that say its legal form and not which company it is. */
const legalForms = new Set(
  (
    "pty proprietary ltd limited inc incorporated llc llp lp plc corp corporation co company cic nl " +
    "gmbh ag kg ohg ug ev sa sas sarl srl spa bv nv ab as asa oy oyj aps pte sdn bhd kk pvt"
  ).split(" "),
);

/**
 * A company's name reduced to what tells it from others: without case, accents, punctuation, a leading "The" and legal
 * forms at the end; "&" and "+" read as "and". ("The Blue-Gum & Co. Pty Ltd" → "blue gum and")
 * A name that is nothing but such words is kept whole.
 */
export function plainName(name: string): string {
  const words = name
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/[&+]/g, " and ")
    // "P.T.Y." and "O'Brien" are one word each.
    .replace(/['’.]/g, "")
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== "");
  const kept = words[0] === "the" && words.length > 1 ? words.slice(1) : words;
  let end = kept.length;
  while (end > 0 && legalForms.has(kept[end - 1] ?? "")) end -= 1;
  return (end === 0 ? kept : kept.slice(0, end)).join(" ");
}
