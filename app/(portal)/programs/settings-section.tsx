import { DirectoryLine } from "@/app/(portal)/programs/mapping/directory-line";
import { ReviewStops } from "@/app/(portal)/programs/review-stops";
import {
  offerOf,
  type SettingName,
  type SettingsOffer,
  type SettingsValues,
  valuesOf,
  wordsOf,
} from "@/app/(portal)/programs/setting-values";
import { labelsOf } from "@/app/(portal)/programs/setting-words";
import { SettingsForm } from "@/app/(portal)/programs/settings-form";
import { Card, Section } from "@/components/ui/card";
import { DefinitionList } from "@/components/ui/definition-list";
import type { ProgramOverview } from "@/db/queries/portal/program-overviews";
import type { SettingChoices } from "@/db/queries/portal/setting-choices";
import { may } from "@/lib/auth/may";
import { psaWords } from "@/lib/psa-names";
import type { Session } from "@/lib/session";

type SettingsSectionProps = {
  program: ProgramOverview;
  choices: SettingChoices;
  session: Session;
  now: Date;
};

/** The settings, to be changed by operators and admins and read by everybody. */
export function SettingsSection({ program, choices, session, now }: SettingsSectionProps) {
  const { sync, connectionKind } = program;
  const saved = valuesOf(sync);
  const offer = offerOf(connectionKind, sync, choices);
  const { timeZone } = session;
  return (
    <div id="settings" className="scroll-mt-4">
      <Section
        title="Settings"
        actions={
          connectionKind === "autotask" ? (
            <DirectoryLine
              connectionId={sync.connectionId}
              refreshedAt={program.directoryRefreshedAt}
              psa={psaWords[connectionKind].name}
              what="billing codes and vendors"
              session={session}
              now={now}
            />
          ) : null
        }
      >
        <Card>
          {may(session.role, "operator") ? (
            <SettingsForm
              programSyncId={sync.id}
              version={sync.version}
              saved={saved}
              offer={offer}
              timeZone={timeZone}
            />
          ) : (
            <SettingsList saved={saved} offer={offer} timeZone={timeZone} />
          )}
        </Card>
        <ReviewStops
          programSyncId={sync.id}
          stops={sync.reviewStops}
          mayChange={may(session.role, "operator")}
        />
      </Section>
    </div>
  );
}

type SettingsListProps = { saved: SettingsValues; offer: SettingsOffer; timeZone: string };

const ofEverybody: SettingName[] = [
  "customersEnabled",
  "azureEnabled",
  "annualEnabled",
  "handEdits",
  "guardQuantity",
  "guardMoney",
  "guardPercent",
  "productsEnabled",
  "productMode",
];
const ofAutotask: SettingName[] = [
  "serviceBillingCodeId",
  "chargeBillingCodeId",
  "vendorId",
  "extendContracts",
];
const limits: SettingName[] = ["guardQuantity", "guardMoney", "guardPercent"];

function SettingsList({ saved, offer, timeZone }: SettingsListProps) {
  const labels = labelsOf(psaWords[offer.kind], timeZone);
  const names = [
    ...ofEverybody,
    ...(offer.priceOwners.length > 0 ? ["priceContractAgreementId" as const] : []),
    ...(offer.kind === "autotask" ? ofAutotask : []),
    "notifyAddresses" as const,
    "scheduleHour" as const,
    "staleAfterDays" as const,
  ];
  return (
    <DefinitionList
      items={names.map((name) => {
        const { label } = labels[name];
        const term = limits.includes(name) ? `Held when changed ${lowerFirst(label)}` : label;
        return { term, detail: wordsOf(name, saved[name], offer) };
      })}
    />
  );
}

function lowerFirst(text: string): string {
  return text.slice(0, 1).toLowerCase() + text.slice(1);
}
