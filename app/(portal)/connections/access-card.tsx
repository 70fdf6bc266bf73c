import type { ReactNode } from "react";
import { startTask } from "@/app/(portal)/connections/task-actions";
import { Card } from "@/components/ui/card";
import { type Definition, DefinitionList } from "@/components/ui/definition-list";
import { LinkButton } from "@/components/ui/link-button";
import { SubmitButton } from "@/components/ui/submit-button";
import type { TaskKind } from "@/db/schema";

type AccessCardProps = {
  title: string;
  /** h3 (unless told) within a section of a page, h2 where the card stands by itself. */
  heading?: "h2" | "h3";
  chip: ReactNode;
  facts: Definition[];
  /** Where it is edited; null for who may not. */
  editHref: string | null;
  /** What the buttons ask the worker for; empty for who may not. */
  tasks: { kind: TaskKind; subjectId: string; label: string; primary?: boolean }[];
  children?: ReactNode;
};

/** An access to PRISM or to a PSA: how it stands, and what can be done about it. */
export function AccessCard({
  title,
  heading: Heading = "h3",
  chip,
  facts,
  editHref,
  tasks,
  children,
}: AccessCardProps) {
  return (
    <article aria-label={title}>
      <Card>
        <div className="mb-4 flex flex-wrap items-start justify-between gap-3">
          <Heading className="text-md font-semibold">{title}</Heading>
          {chip}
        </div>
        <DefinitionList items={facts} />
        {children}
        <div className="mt-5 flex flex-wrap gap-2">
          {tasks.map(({ kind, subjectId, label, primary = false }) => (
            <form key={kind} action={startTask}>
              <input type="hidden" name="kind" value={kind} />
              <input type="hidden" name="subjectId" value={subjectId} />
              <SubmitButton variant={primary ? "primary" : "secondary"} pendingLabel="Asking for it…">
                {label}
              </SubmitButton>
            </form>
          ))}
          {editHref ? <LinkButton href={editHref}>Edit</LinkButton> : null}
        </div>
      </Card>
    </article>
  );
}

type ConnectCardProps = {
  title: string;
  heading?: "h2" | "h3";
  href: string | null;
  children: ReactNode;
};

/** An access that is not there yet. */
export function ConnectCard({ title, heading: Heading = "h3", href, children }: ConnectCardProps) {
  return (
    <article aria-label={title}>
      <Card>
        <Heading className="text-md font-semibold">{title}</Heading>
        <p className="mt-1 mb-4 max-w-prose text-soft">{children}</p>
        {href ? (
          <LinkButton href={href} variant="primary">
            Connect now
          </LinkButton>
        ) : (
          <p className="text-soft">An admin of your organisation does this.</p>
        )}
      </Card>
    </article>
  );
}
