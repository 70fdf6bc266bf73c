import { SettingsForm, type SettingsValues } from "@/app/(portal)/programs/settings-form";
import { Card, Section } from "@/components/ui/card";
import { DefinitionList } from "@/components/ui/definition-list";
import type { ProgramOverview } from "@/db/queries/portal/program-overviews";
import { may } from "@/lib/auth/may";
import { countOf } from "@/lib/format/number";
import type { Session } from "@/lib/session";

/** The settings, to be changed by operators and admins and read by everybody. */
export function SettingsSection({
  program: { sync },
  session,
}: {
  program: ProgramOverview;
  session: Session;
}) {
  return (
    <div id="settings" className="scroll-mt-4">
      <Section title="Settings">
        <Card>
          {may(session.role, "operator") ? (
            <SettingsForm
              programSyncId={sync.id}
              version={sync.version}
              saved={valuesOf(sync)}
              timeZone={session.timeZone}
            />
          ) : (
            <SettingsList sync={sync} timeZone={session.timeZone} />
          )}
        </Card>
      </Section>
    </div>
  );
}

type Sync = ProgramOverview["sync"];

function valuesOf(sync: Sync): SettingsValues {
  return {
    customersEnabled: sync.customersEnabled ? "yes" : "no",
    productsEnabled: sync.productsEnabled ? "yes" : "no",
    productMode: sync.productMode,
    notifyAddresses: sync.notifyAddresses.join("\n"),
    scheduleHour: String(sync.scheduleHour),
    staleAfterDays: String(sync.staleAfterDays),
  };
}

function SettingsList({ sync, timeZone }: { sync: Sync; timeZone: string }) {
  const hour = `${String(sync.scheduleHour).padStart(2, "0")}:00`;
  return (
    <DefinitionList
      items={[
        { term: "Customers sync", detail: sync.customersEnabled ? "on" : "off" },
        { term: "Products sync", detail: sync.productsEnabled ? "on" : "off" },
        {
          term: "Products",
          detail: sync.productMode === "all" ? "the whole price list" : "only those in use",
        },
        { term: "Who is told by mail", detail: sync.notifyAddresses.join(", ") || "nobody" },
        { term: "New invoice looked for", detail: `daily at ${hour}, ${timeZone}` },
        { term: "Overdue after", detail: countOf(sync.staleAfterDays, "day") },
      ]}
    />
  );
}
