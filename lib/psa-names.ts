/** What people call the PSAs. */
export const connectorNames = { connectwise: "ConnectWise", autotask: "Autotask" } as const;
