import { endInvitation, sendInvitationAgain } from "@/app/(portal)/members/actions";
import { Card } from "@/components/ui/card";
import { SubmitButton } from "@/components/ui/submit-button";
import { Table, TableBody, TableHead, Td, Th, Tr } from "@/components/ui/table";
import { Instant } from "@/components/ui/time";
import type { InvitationRow } from "@/db/queries/members/list-members";
import { roleWords } from "@/lib/auth/role-words";

type InvitationsTableProps = { invitations: InvitationRow[]; timeZone: string };

/** Who was asked and has not answered, also in time. */
export function InvitationsTable({ invitations, timeZone }: InvitationsTableProps) {
  return (
    <Card flush>
      <Table label="Invitations without an answer, newest first">
        <TableHead>
          <Th>Address</Th>
          <Th>Role</Th>
          <Th>Works until</Th>
          <Th>
            <span className="sr-only">What you can do</span>
          </Th>
        </TableHead>
        <TableBody>
          {invitations.map(({ id, email, role, expiresAt, hasLapsed }) => (
            <Tr key={id}>
              <Td phone="lead">
                <b className="font-semibold break-words">{email}</b>
              </Td>
              <Td phone="sub">{roleWords[role].name}</Td>
              <Td phone="subEnd" oneLine label={hasLapsed ? "lapsed" : "until"}>
                {hasLapsed ? <span className="hidden sm:inline">Lapsed </span> : null}
                <Instant at={expiresAt} timeZone={timeZone} />
              </Td>
              <Td phone="wide">
                <form className="flex flex-wrap gap-2 sm:justify-end">
                  <input type="hidden" name="invitationId" value={id} />
                  <SubmitButton size="small" formAction={sendInvitationAgain}>
                    Send again<span className="sr-only"> to {email}</span>
                  </SubmitButton>
                  <SubmitButton size="small" variant="danger" formAction={endInvitation}>
                    Withdraw<span className="sr-only"> the invitation of {email}</span>
                  </SubmitButton>
                </form>
              </Td>
            </Tr>
          ))}
        </TableBody>
      </Table>
    </Card>
  );
}
