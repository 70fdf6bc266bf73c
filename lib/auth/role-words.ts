/** The roles as people read them, and what each may do. */
export const roleWords: Record<
  "viewer" | "operator" | "admin",
  { name: string; article: string; may: string }
> = {
  viewer: { name: "Viewer", article: "a viewer", may: "Sees every sync, and changes nothing." },
  operator: {
    name: "Operator",
    article: "an operator",
    may: "Maps customers, runs syncs, retries, approves and excludes.",
  },
  admin: {
    name: "Admin",
    article: "an admin",
    may: "Also changes connections, programs and members.",
  },
};
