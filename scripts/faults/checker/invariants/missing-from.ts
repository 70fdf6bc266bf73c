/** Of `wanted` what `there` lacks, each as often as it lacks. */
export function missingFrom(there: readonly string[], wanted: readonly string[]): string[] {
  const left = [...there];
  return wanted.filter((one) => {
    const index = left.indexOf(one);
    if (index >= 0) left.splice(index, 1);
    return index < 0;
  });
}
