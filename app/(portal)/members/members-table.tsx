import { Badge } from "@/components/ui/badge";
import { Card } from "@/components/ui/card";
import { Table, TableBody, TableHead, Td, Th, Tr } from "@/components/ui/table";
import { TextLink } from "@/components/ui/text-link";
import { Instant } from "@/components/ui/time";
import type { MemberRow } from "@/db/queries/members/list-members";
import { may } from "@/lib/auth/may";
import { roleWords } from "@/lib/auth/role-words";
import { links } from "@/lib/links";
import type { Session } from "@/lib/session";

/** Who is a member, with what role. */
export function MembersTable({ members, session }: { members: MemberRow[]; session: Session }) {
  const admin = may(session.role, "admin");
  return (
    <Card flush>
      <Table label="Members by address">
        <TableHead>
          <Th>Person</Th>
          <Th>Role</Th>
          <Th>Member since</Th>
          {admin ? (
            <Th>
              <span className="sr-only">Edit</span>
            </Th>
          ) : null}
        </TableHead>
        <TableBody>
          {members.map((member) => (
            <Tr key={member.userId}>
              <Td phone="lead">
                <b className="font-semibold break-words">{member.email}</b>{" "}
                {member.userId === session.userId ? <Badge>you</Badge> : null}
                {member.name ? <span className="block text-soft">{member.name}</span> : null}
              </Td>
              <Td phone="sub">{roleWords[member.role].name}</Td>
              <Td phone="subEnd" oneLine label="since">
                <Instant at={member.since} timeZone={session.timeZone} />
              </Td>
              {admin ? (
                <Td phone="leadEnd">
                  <TextLink href={links.member(member.userId)}>
                    Edit<span className="sr-only"> {member.email}</span>
                  </TextLink>
                </Td>
              ) : null}
            </Tr>
          ))}
        </TableBody>
      </Table>
    </Card>
  );
}
