/** The top folders that hold code of ours. */
export const rooms = ["app", "components", "db", "emails", "lib", "sandbox", "scripts", "workers"] as const;
