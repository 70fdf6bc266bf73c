import type { CauseGroup } from "@/app/(portal)/inbox/cause-groups";
import type { InboxQuery } from "@/app/(portal)/inbox/inbox-query";
import { CausesList } from "@/components/sync/causes-list";
import type { Severity } from "@/components/sync/severity";
import { LinkButton } from "@/components/ui/link-button";
import type { WaitingKind } from "@/db/schema";
import { countOf, formatCount } from "@/lib/format/number";
import { issueText, issueTitle } from "@/lib/issues/catalogue";
import { retriesByItself } from "@/lib/issues/who-mends";
import { links } from "@/lib/links";
import { programTitle } from "@/lib/program-title";
import { connectorNames } from "@/lib/psa-names";

const severities: Record<WaitingKind, Severity> = { held: "held", failed: "error", warning: "warning" };

type CausesSectionProps = { groups: CauseGroup[]; query: InboxQuery; mayDecide: boolean };

/** Why lines wait, program by program, each cause with its lines and, where it can be, one decision for all. */
export function CausesSection({ groups, query, mayDecide }: CausesSectionProps) {
  const { show } = query;
  return (
    <CausesList
      causes={groups.map((group) => ({
        code: `${group.slug} ${group.kind} ${group.code}`,
        severity: severities[show],
        count: group.keys,
        title: issueTitle(group.code, connectorNames[group.connectionKind]),
        detail: detailOf(group),
        href: `${links.inbox({ show, sync: group.slug, kind: group.kind, code: group.code })}#lines`,
        action: mayDecide ? <DecideAll group={group} show={show} /> : null,
      }))}
    />
  );
}

function detailOf({ customerName, customers, money, kind, code, ...program }: CauseGroup): string {
  const who = customerName
    ? `${customerName}${customers > 1 ? ` and ${countOf(customers - 1, "more customer")}` : ""}`
    : null;
  const title = `${programTitle(program)}${kind === "products" ? ", products" : ""}`;
  const byItself = retriesByItself(code) ? "tried again by itself" : null;
  return [title, who, money && `${money} of your cost`, byItself].filter(Boolean).join(" · ");
}

/** Lines are decided at once run by run, since each run asked by its own facts. */
function DecideAll({ group, show }: { group: CauseGroup; show: WaitingKind }) {
  if (show === "held" && group.code === "existing_line" && group.keys > 1) {
    return (
      <LinkButton href={links.cutOver(group.slug)} size="small">
        Take over many at once
      </LinkButton>
    );
  }
  if (show !== "held" || !issueText(group.code).actions.includes("approve")) return null;
  const several = group.runs.filter(({ keys }) => keys > 1);
  return (
    <div className="flex flex-wrap gap-2">
      {several.map(({ runId, keys }) => (
        <LinkButton key={runId} href={links.approveAll(runId, group.code)} size="small">
          Decide all {formatCount(keys)}
        </LinkButton>
      ))}
    </div>
  );
}
