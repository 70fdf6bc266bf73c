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

/** One line of the menu. `count` is what waits behind it; zero is not shown. */
export type NavEntry = { label: string; href: string; icon: (typeof navIcons)[number]; count?: number };

/** Entries under a small heading; the first group has none. */
export type NavGroup = { heading?: string; entries: NavEntry[] };
