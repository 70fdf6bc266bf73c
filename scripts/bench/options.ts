/** The words of a comma-separated option, each one of those that it knows; all of them when it is left out. */
export function readChoices<T extends string>(
  option: string,
  text: string | undefined,
  known: readonly T[],
): T[] {
  if (text === undefined) return [...known];
  return text.split(",").map((word) => {
    const found = known.find((one) => one === word);
    if (found === undefined) throw new Error(`--${option} knows ${known.join(", ")}, not "${word}".`);
    return found;
  });
}

/** The whole numbers of a comma-separated option. */
export function readNumbers(option: string, text: string): number[] {
  return text.split(",").map((word) => {
    if (!/^\d{1,9}$/.test(word))
      throw new Error(`--${option} takes whole numbers with commas between, not "${word}".`);
    return Number(word);
  });
}
