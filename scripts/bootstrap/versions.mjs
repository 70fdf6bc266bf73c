/**
 * True when a version is this one or newer. A pre-release counts as its release.
 * @param {string} version
 * @param {string} least
 */
export function isAtLeast(version, least) {
  const parts = toNumbers(version);
  for (const [index, wanted] of toNumbers(least).entries()) {
    const part = parts[index] ?? 0;
    if (part !== wanted) return part > wanted;
  }
  return true;
}

/** @param {string} version */
function toNumbers(version) {
  return version.split("-", 1).join().split(".").map(Number);
}
