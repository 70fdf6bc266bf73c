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

function EntryLink({ entry: { label, detail, href, icon, count } }: { entry: NavEntry }) {
  const Icon = icons[icon];
  return (
    <NavLink href={href}>
      <Icon className="size-4 shrink-0" />
      <span className="min-w-0 flex-1">
        {label}
        {detail ? (
          <span className="flex items-center gap-2 text-sm">
            {" "}
            <span className="min-w-0 flex-1 text-soft">{detail}</span>
            <WaitingCount count={count} />
          </span>
        ) : null}
      </span>
      {detail ? null : <WaitingCount count={count} />}
    </NavLink>
  );
}

function WaitingCount({ count }: { count: number | undefined }) {
  if (!count) return null;
  return (
    <span className="rounded-full bg-err-tint px-1.5 text-sm font-medium text-err">
      {" "}
      {formatCount(count)}
      <span className="sr-only"> waiting</span>
    </span>
  );
}
