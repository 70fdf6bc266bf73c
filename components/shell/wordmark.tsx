/** The product's mark and name: a prism that takes one ray apart. */
export function Wordmark() {
  return (
    <span className="inline-flex items-center gap-2 text-md font-semibold tracking-tight">
      <svg viewBox="0 0 32 32" className="size-6" aria-hidden="true">
        <rect width="32" height="32" rx="7" fill="#12161d" />
        <path d="M3 19.5 13 16" stroke="#fff" strokeWidth="1.6" />
        <path d="M19 14.5 29 13" stroke="#7c3aed" strokeWidth="2" />
        <path d="M20 17 29 17" stroke="#0891b2" strokeWidth="2" />
        <path d="M21 19.5 29 21" stroke="#eab308" strokeWidth="2" />
        <path d="M22 22 28.5 25" stroke="#dc2626" strokeWidth="2" />
        <path
          d="M16 7 24.5 23.5H7.5Z"
          fill="#12161d"
          stroke="#fff"
          strokeWidth="1.8"
          strokeLinejoin="round"
        />
      </svg>
      PRISM Connect
    </span>
  );
}
