import type { Blocker } from "@/app/(portal)/dashboard/safe/blocker";
import type { ProgramOverview } from "@/db/queries/portal/program-overviews";
import { links } from "@/lib/links";
import { connectorNames } from "@/lib/psa-names";

/** Keys that are refused or were never tested: without them nothing else moves. */
export function accessBlockers(program: ProgramOverview): Blocker[] {
  const psa = connectorNames[program.connectionKind];
  return [
    ...(program.connectionState === "healthy"
      ? []
      : [blockerOf(program.connectionReason, psa, psa, links.connection(program.connectionId))]),
    ...(program.sourceState === "healthy"
      ? []
      : [blockerOf(program.sourceReason, "PRISM", psa, links.source(program.sourceId))]),
  ];
}

function blockerOf(reason: string | null, name: string, psa: string, href: string): Blocker {
  const known: Record<string, [title: string, detail: string]> = {
    psa_unauthorised: [
      `${psa} does not accept our keys`,
      `nothing reaches ${psa} until they are entered again`,
    ],
    source_unauthorised: [
      "PRISM does not accept our keys",
      "no invoice can be read until they are entered again",
    ],
    psa_forbidden: [`A permission is missing in ${psa}`, "the connection names it; what needs it fails"],
  };
  const other: [string, string] = reason
    ? [`${name} could not be tested`, "see what it said"]
    : [`${name} has not been tested yet`, "press Test on the connection"];
  const [title, detail] = (reason ? known[reason] : undefined) ?? other;
  return { tone: "err", count: null, title, detail, money: null, href, action: "Open the connection" };
}
