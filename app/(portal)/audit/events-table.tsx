import { Card } from "@/components/ui/card";
import { Table, TableBody, TableHead, Td, Th, Tr } from "@/components/ui/table";
import { TextLink } from "@/components/ui/text-link";
import { Instant } from "@/components/ui/time";
import type { AuditRow } from "@/db/queries/list-audit-events";
import { auditAreas, auditWords, factWords } from "@/lib/audit/areas";
import { links } from "@/lib/links";

type EventsTableProps = { events: AuditRow[]; timeZone: string };

/** An event per row: who, what, when. */
export function EventsTable({ events, timeZone }: EventsTableProps) {
  return (
    <Card flush>
      <Table label="Audit events, newest first">
        <TableHead>
          <Th>What</Th>
          <Th>Who</Th>
          <Th>When</Th>
        </TableHead>
        <TableBody>
          {events.map((event) => (
            <Tr key={event.id}>
              <Td phone="lead">
                <b className="font-semibold">{auditWords(event.action)}</b>
                <Facts event={event} />
              </Td>
              <Td phone="sub">
                <span className="break-words">{event.actor ?? "PRISM Connect"}</span>
              </Td>
              <Td phone="subEnd" oneLine>
                <Instant at={event.at} timeZone={timeZone} />
              </Td>
            </Tr>
          ))}
        </TableBody>
      </Table>
    </Card>
  );
}

function Facts({ event }: { event: AuditRow }) {
  const runId = runOf(event);
  const facts = Object.entries(event.facts).filter(([name, value]) => value !== "" && name !== "runId");
  return (
    <span className="block text-soft">
      {facts.map(([name, value]) => (
        <span key={name} className="mr-3 break-words">
          {factWords(name)}: <span className="text-ink">{value}</span>
        </span>
      ))}
      {runId ? <TextLink href={links.run(runId)}>Open the sync</TextLink> : null}
    </span>
  );
}

const ofRuns: readonly string[] = auditAreas.runs.actions;

/** The run that the event is about, where there is one. */
function runOf({ action, subject, facts }: AuditRow): string | null {
  if (facts.runId) return facts.runId;
  return ofRuns.includes(action) && /^[0-9a-f-]{36}$/.test(subject) ? subject : null;
}
