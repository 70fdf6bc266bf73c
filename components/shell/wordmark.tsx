/** The product's mark and name: a prism that takes one ray apart. */
export function Wordmark() {
  return (
    <span className="inline-flex items-center gap-2 text-md font-semibold tracking-tight">
      {/* biome-ignore lint/performance/noImgElement: a vector of 1 kB needs no optimiser */}
      <img src="/icon.svg" alt="" width={24} height={24} />
      PRISM Connect
    </span>
  );
}
