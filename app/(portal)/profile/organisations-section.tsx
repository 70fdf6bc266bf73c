import { enterOther } from "@/app/(portal)/profile/actions";
import { Badge } from "@/components/ui/badge";
import { Card, Section } from "@/components/ui/card";
import { SubmitButton } from "@/components/ui/submit-button";
import { Table, TableBody, TableHead, Td, Th, Tr } from "@/components/ui/table";
import type { Membership } from "@/db/queries/sign-in/first-membership";
import { roleWords } from "@/lib/auth/role-words";

type OrganisationsSectionProps = { memberships: Membership[]; currentOrgId: string };

/** The organisations of a person who has several, and the way from one to another. */
export function OrganisationsSection({ memberships, currentOrgId }: OrganisationsSectionProps) {
  return (
    <Section title="Your organisations" note="You see one at a time, in this browser.">
      <Card flush>
        <Table label="Your organisations">
          <TableHead>
            <Th>Organisation</Th>
            <Th>Your role</Th>
            <Th>
              <span className="sr-only">Switch</span>
            </Th>
          </TableHead>
          <TableBody>
            {memberships.map(({ orgId, orgName, role }) => (
              <Tr key={orgId}>
                <Td phone="lead">
                  <b className="font-semibold">{orgName}</b>
                </Td>
                <Td phone="sub">{roleWords[role].name}</Td>
                <Td phone="leadEnd" numeric>
                  {orgId === currentOrgId ? (
                    <Badge>you are here</Badge>
                  ) : (
                    <form action={enterOther}>
                      <input type="hidden" name="orgId" value={orgId} />
                      <SubmitButton size="small" pendingLabel="Switching…">
                        Switch<span className="sr-only"> to {orgName}</span>
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
