import { CircleCheck, CircleDashed } from "lucide-react";
import { LinkButton } from "@/components/ui/link-button";
import { links } from "@/lib/links";

type FirstStepsProps = {
  /** What is there already. */
  source: boolean;
  connection: boolean;
  /** PRISM has told which programs the account has. */
  program: boolean;
  canSetUp: boolean;
};

/** What to do before there is anything to show: three steps, each with where it is done. */
export function FirstSteps({ source, connection, program, canSetUp }: FirstStepsProps) {
  const steps = [
    {
      done: source,
      title: "Connect your PRISM account",
      text: "A client id and secret from your distributor. We only read: your customers, invoices and price list.",
      href: links.newSource(),
      button: "Connect PRISM",
    },
    {
      done: connection,
      title: "Connect your PSA",
      text: "ConnectWise or Autotask, with keys of an API member or user. Test shows each permission that they need, by name.",
      href: links.newConnection(),
      button: "Connect the PSA",
    },
    {
      done: false,
      title: "Bring a program to your PSA",
      text: program
        ? "Choose the program, map its customers, and look at a preview before anything is written."
        : "Once PRISM answers, your programs can be chosen here.",
      href: links.newProgram(),
      button: "Choose a program",
    },
  ];
  const next = steps.findIndex((step) => !step.done);
  return (
    <section className="max-w-3xl rounded-xl border border-line bg-card" aria-label="First steps">
      <h2 className="border-b border-line px-5 py-4 text-lg font-semibold">Three steps to the first sync</h2>
      <ol>
        {steps.map((step, index) => (
          <li key={step.title} className="flex gap-3.5 border-b border-line px-5 py-4 last:border-b-0">
            {step.done ? (
              <CircleCheck className="mt-px size-5 shrink-0 text-ok" aria-label="Done" />
            ) : (
              <CircleDashed className="mt-px size-5 shrink-0 text-soft" aria-label="To do" />
            )}
            <div className="min-w-0 flex-1">
              <p className="font-semibold">{step.title}</p>
              <p className="max-w-prose text-soft">{step.text}</p>
              {canSetUp && index === next ? (
                <p className="mt-3">
                  <LinkButton href={step.href} variant="primary">
                    {step.button}
                  </LinkButton>
                </p>
              ) : null}
            </div>
          </li>
        ))}
      </ol>
      {canSetUp ? null : (
        <p className="border-t border-line px-5 py-3 text-soft">An admin of your organisation does this.</p>
      )}
    </section>
  );
}
