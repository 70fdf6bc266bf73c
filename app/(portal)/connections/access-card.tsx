import type { ReactNode } from "react";
import { startTask } from "@/app/(portal)/connections/task-actions";
import { Card } from "@/components/ui/card";
import { type Definition, DefinitionList } from "@/components/ui/definition-list";
import { LinkButton } from "@/components/ui/link-button";
import { SubmitButton } from "@/components/ui/submit-button";
import type { TaskKind } from "@/db/schema";

type AccessCardProps = {
  title: string;
  chip: ReactNode;
  facts: Definition[];
  /** Where it is edited; null for who may not. */
  editHref: string | null;
  /** What the buttons ask the worker for; empty for who may not. */
  tasks: { kind: TaskKind; subjectId: string; label: string; primary?: boolean }[];
  children?: ReactNode;
};

/** An access to PRISM or to a PSA: how it stands, and what can be done about it. */
export function AccessCard({ title, chip, facts, editHref, tasks, children }: AccessCardProps) {
  return (
    <article aria-label={title}>
      <Card>
        <div className="mb-4 flex flex-wrap items-start justify-between gap-3">
          <h3 className="text-md font-semibold">{title}</h3>
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

type ConnectCardProps = { title: string; href: string | null; children: ReactNode };

/** An access that is not there yet. */
export function ConnectCard({ title, href, children }: ConnectCardProps) {
  return (
    <article aria-label={title}>
      <Card>
        <h3 className="text-md font-semibold">{title}</h3>
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
