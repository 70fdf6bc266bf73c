/** Tells a measured time on standard error. A busy machine makes it longer: it is reported, never required. */
export function report(what: string, ms: number): void {
  process.stderr.write(`${what}: ${Math.round(ms)} ms\n`);
}
