import { endOneSession, endOtherSessions } from "@/app/(portal)/profile/actions";
import { Badge } from "@/components/ui/badge";
import { Card, Section } from "@/components/ui/card";
import { SubmitButton } from "@/components/ui/submit-button";
import { Table, TableBody, TableHead, Td, Th, Tr } from "@/components/ui/table";
import { Age, Instant } from "@/components/ui/time";
import type { OwnSession } from "@/db/queries/sign-in/list-sessions";
import { deviceWords } from "@/lib/auth/device-words";
import { sessionIdleLimit, sessionWholeLimit } from "@/lib/auth/tokens";
import { DAY, HOUR } from "@/lib/clock";
import type { Session } from "@/lib/session";

type SessionsSectionProps = { sessions: OwnSession[]; session: Session; now: Date };

/** Where a person is signed in, and the way to end it there. */
export function SessionsSection({ sessions, session, now }: SessionsSectionProps) {
  return (
    <Section
      title="Where you are signed in"
      note={`A session ends after ${sessionIdleLimit / HOUR} hours without use, and after ${sessionWholeLimit / DAY} days in any case.`}
      actions={
        sessions.length > 1 ? (
          <form action={endOtherSessions}>
            <SubmitButton size="small" variant="danger" pendingLabel="Ending…">
              End all others
            </SubmitButton>
          </form>
        ) : null
      }
    >
      <Card flush>
        <Table label="Your sessions, the last used first">
          <TableHead>
            <Th>Browser</Th>
            <Th>Signed in</Th>
            <Th>Last used</Th>
            <Th>
              <span className="sr-only">End</span>
            </Th>
          </TableHead>
          <TableBody>
            {sessions.map(({ id, userAgent, startedAt, lastSeenAt }) => (
              <Tr key={id}>
                <Td phone="lead">
                  <b className="font-semibold">{deviceWords(userAgent)}</b>{" "}
                  {id === session.sessionId ? <Badge>this one</Badge> : null}
                </Td>
                <Td phone="sub">
                  <Instant at={startedAt} timeZone={session.timeZone} now={now} />
                </Td>
                <Td phone="subEnd" label="used">
                  <Age at={lastSeenAt} timeZone={session.timeZone} now={now} />
                </Td>
                <Td phone="leadEnd" numeric>
                  {id === session.sessionId ? null : (
                    <form action={endOneSession}>
                      <input type="hidden" name="sessionId" value={id} />
                      <SubmitButton size="small" pendingLabel="Ending…">
                        End<span className="sr-only"> the session of {deviceWords(userAgent)}</span>
                      </SubmitButton>
                    </form>
                  )}
                </Td>
              </Tr>
            ))}
          </TableBody>
        </Table>
      </Card>
    </Section>
  );
}
