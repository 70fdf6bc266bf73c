import type { NavGroup } from "@/components/shell/nav-entry";
import type { MenuProgram } from "@/db/queries/portal/menu-programs";
import { links } from "@/lib/links";
import { programTitle } from "@/lib/program-title";

/** The menu of a signed-in person: each configured program sync is an entry, with what waits behind it. */
export function menuOf(programs: MenuProgram[]): NavGroup[] {
  const entries = programs.map((program) => ({
    label: programTitle(program),
    href: links.program(program.slug),
    icon: "program" as const,
    count: program.waiting,
  }));
  return [
    {
      entries: [
        { label: "Dashboard", href: links.dashboard(), icon: "dashboard" },
        { label: "Sync history", href: links.history(), icon: "history" },
      ],
    },
    ...(entries.length > 0 ? [{ heading: "Programs", entries }] : []),
    {
      heading: "Set-up",
      entries: [
        { label: "Connections", href: links.connections(), icon: "connections" },
        { label: "Troubleshooting", href: links.troubleshooting(), icon: "troubleshooting" },
      ],
    },
  ];
}
