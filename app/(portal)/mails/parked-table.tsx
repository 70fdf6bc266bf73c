import { dropParked, sendParkedAgain } from "@/app/(portal)/mails/actions";
import { parkedWords, purposeWords } from "@/app/(portal)/mails/mail-words";
import { Card } from "@/components/ui/card";
import { SubmitButton } from "@/components/ui/submit-button";
import { Table, TableBody, TableHead, Td, Th, Tr } from "@/components/ui/table";
import { TextLink } from "@/components/ui/text-link";
import { Instant } from "@/components/ui/time";
import { type ParkedMail, runPurposes } from "@/db/queries/portal/parked-mails";
import { may } from "@/lib/auth/may";
import { countOf } from "@/lib/format/number";
import { links } from "@/lib/links";
import { programTitle } from "@/lib/program-title";
import type { Session } from "@/lib/session";

type ParkedTableProps = { mails: ParkedMail[]; session: Session };

/** Each mail that was given up: what it was to tell whom, why it did not leave, and what a person can do. */
export function ParkedTable({ mails, session }: ParkedTableProps) {
  return (
    <Card flush>
      <Table label="Mails that were given up, newest first">
        <TableHead>
          <Th>Mail</Th>
          <Th>Why it did not leave</Th>
          <Th>Due</Th>
          <Th>
            <span className="sr-only">What you can do</span>
          </Th>
        </TableHead>
        <TableBody>
          {mails.map((mail) => (
            <ParkedRow key={mail.id} mail={mail} session={session} />
          ))}
        </TableBody>
      </Table>
    </Card>
  );
}

function ParkedRow({ mail, session }: { mail: ParkedMail; session: Session }) {
  const { why, todo } = parkedWords(mail.purpose, mail.reason);
  return (
    <Tr>
      <Td phone="lead">
        <span className="font-medium wrap-anywhere">{mail.subject ?? purposeWords[mail.purpose]}</span>
        <span className="block text-sm wrap-anywhere text-soft">{toWhom(mail, session)}</span>
        {mail.runId ? (
          <span className="block text-sm">
            <TextLink href={links.run(mail.runId)}>
              What it tells of<span className="sr-only">: {mail.subject ?? purposeWords[mail.purpose]}</span>
            </TextLink>
          </span>
        ) : null}
      </Td>
      <Td phone="wide">
        <span className="block">{why}</span>
        <span className="block text-soft">{todo}</span>
        <span className="block text-sm text-soft">Reference {mail.id.slice(0, 8)}</span>
      </Td>
      <Td phone="sub" oneLine>
        <Instant at={mail.createdAt} timeZone={session.timeZone} />
      </Td>
      <Td phone="subEnd">{may(session.role, "operator") ? <ParkedForm mail={mail} /> : null}</Td>
    </Tr>
  );
}

/** Addresses of members and of people who were asked in are for admins. */
function toWhom({ recipients, programName, connectionKind }: ParkedMail, { role }: Session): string {
  const whom =
    programName && connectionKind
      ? `the addresses of ${programTitle({ programName, connectionKind })}`
      : countOf(recipients.length, "person", "people");
  return may(role, "admin") ? `To ${whom}: ${recipients.join(", ")}` : `To ${whom}`;
}

function ParkedForm({ mail }: { mail: ParkedMail }) {
  const named = mail.subject ?? purposeWords[mail.purpose];
  const again = mail.runId !== null && runPurposes.some((purpose) => purpose === mail.purpose);
  return (
    <form className="flex flex-wrap gap-2 sm:justify-end">
      <input type="hidden" name="mailId" value={mail.id} />
      {again ? (
        <SubmitButton size="small" formAction={sendParkedAgain} pendingLabel="Sending…">
          Send again<span className="sr-only">: {named}</span>
        </SubmitButton>
      ) : null}
      <SubmitButton size="small" formAction={dropParked} pendingLabel="Saving…">
        Done with it<span className="sr-only">: {named}</span>
      </SubmitButton>
    </form>
  );
}
