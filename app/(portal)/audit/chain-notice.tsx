import { LinkButton } from "@/components/ui/link-button";
import { Notice } from "@/components/ui/notice";
import { portalDatabase } from "@/db/portal";
import { checkAuditChain } from "@/db/queries/audit-chain";
import { countOf } from "@/lib/format/number";
import { links } from "@/lib/links";

/** Whether the whole chain holds; read anew each time, and only when somebody asks. */
export async function ChainNotice({ orgId, asked }: { orgId: string; asked: boolean }) {
  if (!asked) {
    return (
      <div className="mb-4">
        <LinkButton href={links.audit({ check: "all" })} size="small">
          Check that nothing was changed
        </LinkButton>
      </div>
    );
  }
  const { events, brokenAt, lastHash } = await checkAuditChain(portalDatabase(), orgId);
  if (brokenAt === null) {
    return (
      <Notice
        tone="ok"
        title={`The chain is intact: all ${countOf(events, "event")} are as they were written.`}
      >
        The newest one’s hash is <span className="font-mono text-sm break-all">{lastHash}</span>. Note it with
        the count, and you can tell later that none was taken off the end.
      </Notice>
    );
  }
  return (
    <Notice tone="err" title={`The chain is broken at event ${brokenAt}.`}>
      That event was changed, or one before it was removed or put in, past this portal. Keep a copy of the
      database as it is, and look for who can write to it.
    </Notice>
  );
}
