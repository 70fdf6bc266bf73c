import { CircleCheck, CircleDashed } from "lucide-react";
import type { Phase } from "@/app/(portal)/getting-started/phases";
import { LinkButton } from "@/components/ui/link-button";
import { may } from "@/lib/auth/may";
import type { Session } from "@/lib/session";

type ChecklistProps = { phases: Phase[]; role: Session["role"] };

/** The phases of setting up; the next one has its button. */
export function Checklist({ phases, role }: ChecklistProps) {
  const next = phases.find(({ done }) => !done);
  const done = phases.filter((phase) => phase.done).length;
  return (
    <section className="max-w-3xl rounded-xl border border-line bg-card" aria-label="Set-up">
      <h2 className="border-b border-line px-5 py-4 text-lg font-semibold max-sm:px-4">
        {done === phases.length ? "All is set up" : `${done} of ${phases.length} phases done`}
      </h2>
      <ol>
        {phases.map((phase) => (
          <li
            key={phase.title}
            aria-current={phase === next ? "step" : undefined}
            className="flex gap-3.5 border-b border-line px-5 py-4 last:border-b-0 max-sm:px-4"
          >
            {phase.done ? (
              <CircleCheck className="mt-px size-5 shrink-0 text-ok" aria-label="Done" />
            ) : (
              <CircleDashed className="mt-px size-5 shrink-0 text-soft" aria-label="To do" />
            )}
            <div className="min-w-0 flex-1">
              <p className="font-semibold">{phase.title}</p>
              <p className="max-w-prose text-soft">{phase.text}</p>
              <p className="mt-0.5 text-sm">
                {phase.done ? `Done: ${phase.state}.` : `To do: ${phase.state}.`}
              </p>
              {phase === next ? <NextStep phase={phase} role={role} /> : null}
            </div>
          </li>
        ))}
      </ol>
    </section>
  );
}

function NextStep({ phase, role }: { phase: Phase; role: Session["role"] }) {
  if (!may(role, phase.role)) {
    return <p className="mt-2 text-soft">An {phase.role} of your organisation does this.</p>;
  }
  return (
    <p className="mt-3">
      <LinkButton href={phase.href} variant="primary">
        {phase.button}
      </LinkButton>
    </p>
  );
}
