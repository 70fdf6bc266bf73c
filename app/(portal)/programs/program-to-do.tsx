import { LinkButton } from "@/components/ui/link-button";
import { Notice } from "@/components/ui/notice";
import type { ProgramOverview } from "@/db/queries/portal/program-overviews";
import type { SettingChoices } from "@/db/queries/portal/setting-choices";
import { links } from "@/lib/links";

type ProgramToDoProps = { program: ProgramOverview; choices: SettingChoices };

/** What must be chosen in the settings before a sync can do its work. */
export function ProgramToDo({ program, choices }: ProgramToDoProps) {
  const problem = billingCodeProblem(program, choices);
  if (problem === null) return null;
  return (
    <Notice
      tone="warn"
      title={problem}
      actions={
        <LinkButton size="small" href={links.programSettings(program.sync.slug)}>
          Open the settings
        </LinkButton>
      }
    >
      Autotask makes no service without an active billing code, so products that need a new one fail, and
      their lines with them.
    </Notice>
  );
}

/** What is wrong with the billing code that new services are made with; null: nothing, or the PSA has none. Pure. */
export function billingCodeProblem(
  { connectionKind, sync }: Pick<ProgramOverview, "connectionKind" | "sync">,
  { offered }: Pick<SettingChoices, "offered">,
): string | null {
  if (connectionKind !== "autotask") return null;
  const codes = offered.filter((one) => one.kind === "service_billing_code");
  if (sync.serviceBillingCodeId === null) return "Choose a billing code for services.";
  const code = codes.find((one) => one.psaId === sync.serviceBillingCodeId);
  if (!code) return "The billing code for services is not in Autotask any more. Choose another one.";
  return code.inactive
    ? `The billing code “${code.name}” is inactive in Autotask. Choose another one.`
    : null;
}
