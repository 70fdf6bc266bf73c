import { connectorNames } from "@/lib/psa-names";

/** What people call a program sync: "Microsoft CSP → ConnectWise". */
export function programTitle(sync: {
  programName: string;
  connectionKind: keyof typeof connectorNames;
}): string {
  return `${sync.programName} → ${connectorNames[sync.connectionKind]}`;
}
