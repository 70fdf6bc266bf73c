import type { NavEntry, NavGroup } from "@/components/shell/nav-entry";
import type { MenuProgram } from "@/db/queries/portal/menu-programs";
import type { Role } from "@/db/schema";
import { may } from "@/lib/auth/may";
import { links } from "@/lib/links";
import { programTitle } from "@/lib/program-title";
import { connectorNames } from "@/lib/psa-names";

/** The menu of a signed-in person: each configured program sync is an entry, with what waits behind it. */
export function menuOf(programs: MenuProgram[], role: Role = "viewer"): NavGroup[] {
  const titles = programs.map(programTitle);
  const isShared = (title: string) => titles.filter((one) => one === title).length > 1;
  const entries = programs.map((program) => ({
    label: program.programName,
    detail: menuDetail(program, isShared(programTitle(program))),
    href: links.program(program.slug),
    icon: "program" as const,
    count: program.waiting,
  }));
  return [
    {
      entries: [
        { label: "Dashboard", href: links.dashboard(), icon: "dashboard" },
        {
          label: "Inbox",
          href: links.inbox(),
          icon: "needsYou",
          count: programs.reduce((sum, { held }) => sum + held, 0),
        },
        { label: "Sync history", href: links.history(), icon: "history" },
      ],
    },
    ...(entries.length > 0 ? [{ heading: "Programs", entries }] : []),
    {
      heading: "Set-up",
      entries: [
        ...(programs.some(({ isSetUp }) => isSetUp)
          ? []
          : [{ label: "Getting started", href: links.gettingStarted(), icon: "gettingStarted" as const }]),
        { label: "Connections", href: links.connections(), icon: "connections" },
        { label: "Members", href: links.members(), icon: "members" },
        ...auditEntry(role),
        { label: "Troubleshooting", href: links.troubleshooting(), icon: "troubleshooting" },
      ],
    },
  ];
}

/** Only admins read the audit. */
function auditEntry(role: Role): NavEntry[] {
  return may(role, "admin") ? [{ label: "Audit", href: links.audit(), icon: "audit" }] : [];
}

/** Where it goes; two connections of one kind of PSA are told apart by their names. */
function menuDetail({ connectionKind, connectionName }: MenuProgram, isShared: boolean): string {
  return `→ ${connectorNames[connectionKind]}${isShared ? ` (${connectionName})` : ""}`;
}
