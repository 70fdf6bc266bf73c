export const navIcons = [
  "dashboard",
  "needsYou",
  "history",
  "program",
  "connections",
  "members",
  "audit",
  "troubleshooting",
  "gettingStarted",
] as const;

/** One entry of the menu. `count` is what waits behind it; zero is not shown. */
export type NavEntry = {
  label: string;
  /** The rest of its name, on a line of its own, e.g. "→ ConnectWise". */
  detail?: string;
  href: string;
  icon: (typeof navIcons)[number];
  count?: number;
};

/** Entries under a small heading; the first group has none. */
export type NavGroup = { heading?: string; entries: NavEntry[] };
