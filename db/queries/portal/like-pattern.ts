/** Text as a pattern for ILIKE that finds it anywhere; its own "%" and "_" mean themselves. */
export function containsPattern(text: string): string {
  return `%${text.replace(/[\\%_]/g, (character) => `\\${character}`)}%`;
}
