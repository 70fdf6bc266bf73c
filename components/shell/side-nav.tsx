import {
  ArrowRightLeft,
  History,
  Inbox,
  LayoutDashboard,
  LifeBuoy,
  ListChecks,
  type LucideIcon,
  Plug,
  ScrollText,
  Users,
} from "lucide-react";
import type { NavEntry, NavGroup } from "@/components/shell/nav-entry";
import { NavLink } from "@/components/shell/nav-link";
import { formatCount } from "@/lib/format/number";

const icons: Record<NavEntry["icon"], LucideIcon> = {
  dashboard: LayoutDashboard,
  needsYou: Inbox,
  history: History,
  program: ArrowRightLeft,
  connections: Plug,
  members: Users,
  audit: ScrollText,
  troubleshooting: LifeBuoy,
  gettingStarted: ListChecks,
};

export function SideNav({ groups }: { groups: NavGroup[] }) {
  return (
    <nav aria-label="Main">
      {groups.map((group) => (
        <div key={group.heading ?? "first"}>
          {group.heading ? (
            <h2 className="px-2.5 pt-4 pb-1 text-xs font-medium text-soft">{group.heading}</h2>
          ) : null}
          <ul>
            {group.entries.map((entry) => (
              <li key={entry.href} className="mt-0.5">
                <EntryLink entry={entry} />
              </li>
            ))}
          </ul>
        </div>
      ))}
    </nav>
  );
}

function EntryLink({ entry }: { entry: NavEntry }) {
  const Icon = icons[entry.icon];
  return (
    <NavLink href={entry.href}>
      <Icon className="size-4 shrink-0" />
      <span className="min-w-0 flex-1">
        {entry.label}
        {entry.detail ? <span className="block text-sm text-soft"> {entry.detail}</span> : null}
      </span>
      {entry.count ? (
        <span className="rounded-full bg-err-tint px-1.5 text-sm font-medium text-err">
          {formatCount(entry.count)}
          <span className="sr-only"> waiting</span>
        </span>
      ) : null}
    </NavLink>
  );
}
