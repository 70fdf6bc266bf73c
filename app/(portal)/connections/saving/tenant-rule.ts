import type { ConnectionTies } from "@/db/queries/portal/connection-ties";
import type { PsaKind } from "@/db/schema";
import { countOf } from "@/lib/format/number";
import { connectorNames } from "@/lib/psa-names";

/** What stays the same when a connection is changed; `told`: a person says that another user is of the same tenant. */
export type Tenancy = { site: boolean; account: boolean; told: boolean };

type Problem = { title: string; text: string; fieldErrors: Record<string, string> };

/**
 * Mappings and links name the PSA's records by their numbers, which mean something else in another tenant. So a
 * connection that has any stays with its tenant. A user of Autotask names no tenant: there a person's word counts. Pure.
 */
export function tenantProblem(kind: PsaKind, same: Tenancy, ties: ConnectionTies): Problem | null {
  const held = tieWords(ties);
  if (held === null || (same.site && same.account)) return null;
  if (kind === "autotask" && same.site && same.told) return null;
  const psa = connectorNames[kind];
  const other = `Connect the other one as a connection of its own, add the program to it, and map its customers there.`;
  const title = `This connection may not be moved to another ${psa}, so nothing was saved.`;
  const text = `${held} on it, by numbers that would mean other records there. ${other}`;
  if (same.site) {
    return kind === "autotask"
      ? {
          title: "Is this a user of the same Autotask? Nothing was saved.",
          text: `${held} on this connection. If the user belongs to the same Autotask tenant, tick the box and enter the keys again. ${other}`,
          fieldErrors: { sameTenant: "Tick this if it is so." },
        }
      : { title, text, fieldErrors: { account: "This must stay as it was." } };
  }
  return { title, text, fieldErrors: { site: "This must stay as it was." } };
}

function tieWords({ mappings, links, lines }: ConnectionTies): string | null {
  const parts = [
    mappings > 0 ? countOf(mappings, "mapped customer") : null,
    links > 0 ? countOf(links, "linked product") : null,
    lines > 0 ? countOf(lines, "line") : null,
  ].filter((part) => part !== null);
  if (parts.length === 0) return null;
  const many = parts.length > 1 || mappings + links + lines > 1;
  return `${parts.join(", ")} ${many ? "hang" : "hangs"}`;
}
