import type { StoredLine } from "@/db/queries/runs/positions";
import type { IsoDate } from "@/lib/values";
import type { AgreementLine, PsaAgreement } from "@/workers/connectors/psa";
import { billingCalendar } from "../plan/calendar/boundary";
import { earlier } from "../plan/calendar/dates";
import type { ActiveRun } from "../run/engine";
import type { BlockedKeys } from "../writes/settle-open-intents";
import { chargeIdOf } from "../writes/stored-charges";
import type { AgreementReader, ReadAgreement } from "./agreement-reader";
import type { openAdjustmentItem } from "./charges/adjustment-item";
import { chargePrefix, withOwnReferences } from "./charges/agreement-charges";
import { planChargeSubject } from "./charges/plan-charge-subject";
import { findUnseenCharges, findUnseenKeys } from "./lines/find-unseen";
import { lookBesideOthers } from "./lines/look-beside-others";
import { planAlone } from "./plan-alone";
import type { RulesOf } from "./plan-rules";
import { missingItem, type PlannedSubject, planSubject, refuse, unsettled } from "./plan-subject";
import type { Subject } from "./subject";
import type { ContractMemory } from "./units/memory";
import { planContractSubjects } from "./units/plan-contract-subjects";

export type AgreementSurroundings = {
  reader: AgreementReader;
  /** Every line and charge that we remember on the page's agreements, and of the page's keys elsewhere. */
  stored: StoredLine[];
  rulesOf: RulesOf;
  adjustmentItem: ReturnType<typeof openAdjustmentItem>;
  blocked: BlockedKeys;
  /** Empty in a PSA that bills by dated lines. */
  memory: ContractMemory;
};

type Read = Exclude<ReadAgreement, { agreement: null }>;

/** Plans the subjects of one agreement against what stands on it as just read. Throws ApiError. */
export async function planAgreement(
  run: ActiveRun,
  psaAgreementId: string,
  group: Subject[],
  around: AgreementSurroundings,
): Promise<PlannedSubject[]> {
  const { runId } = run.lease.ownership;
  const [first] = group;
  if (!first) return [];
  const stored = around.stored.filter((line) => line.psaAgreementId === psaAgreementId);
  const read = await around.reader.read({ ...first.customer, psaAgreementId }, (agreement) =>
    needsCharges(agreement, group, stored),
  );
  if (!read.agreement) return group.map((subject) => refuse(subject, runId, read.issue));
  const unseen = await findUnseen(run, read, group, stored);
  const known = { ...read, charges: withOwnReferences(read.charges, stored) };
  const byUnits = run.psa.kind === "autotask" ? group.filter((one) => isByUnits(one, unseen)) : [];
  const planned = await planAlone(run, byUnits, () => planContractSubjects(run, known, byUnits, around));
  for (const subject of group.filter((one) => !byUnits.includes(one))) {
    const plan = async () => [
      unseen.has(subject) ? unsettled(subject, runId, "unknown") : await planOne(run, subject, known, around),
    ];
    planned.push(...(await planAlone(run, [subject], plan)));
  }
  return planned;
}

/**
 * Whether the plan depends on the charges of a contract: for what is billed by charges, where some of ours are known, and
 * where days before the boundary are invoiced, for which an amount may be owed or posted already.
 */
function needsCharges(agreement: PsaAgreement, group: Subject[], stored: StoredLine[]): boolean {
  const boundary = billingCalendar(agreement)?.boundary;
  return (
    boundary === undefined ||
    stored.some((line) => chargeIdOf(line.psaLineId) !== null) ||
    group.some(
      ({ kind, bills, reversal }) =>
        kind !== "licence" || reversal?.charges || bills.some((bill) => firstDayOf(bill) < boundary),
    )
  );
}

function firstDayOf({ periodStart, lines }: Subject["bills"][number]): IsoDate {
  return lines.reduce((first, line) => earlier(first, line.chargeStart), periodStart);
}

function isByUnits(subject: Subject, unseen: Set<Subject>): boolean {
  return subject.kind === "licence" && !unseen.has(subject);
}

async function findUnseen(
  run: ActiveRun,
  { agreement, lines, charges }: Read,
  group: Subject[],
  stored: StoredLine[],
): Promise<Set<Subject>> {
  const keys = new Set(group.map((subject) => subject.key));
  const prefixes = group.map(chargePrefix);
  const byLines = run.psa.kind !== "autotask";
  const own = stored.filter((line) => byLines && keys.has(line.key) && chargeIdOf(line.psaLineId) === null);
  const posted = stored.filter((line) => prefixes.some((prefix) => line.key.startsWith(prefix)));
  const unseenKeys = await findUnseenKeys(run, agreement.id, lines, own);
  const unseenCharges = await findUnseenCharges(run, agreement.id, charges, posted);
  return new Set(
    group.filter(
      (subject) =>
        unseenKeys.has(subject.key) ||
        unseenCharges.some((reference) => reference.startsWith(chargePrefix(subject))),
    ),
  );
}

async function planOne(
  run: ActiveRun,
  subject: Subject,
  read: Read,
  around: AgreementSurroundings,
): Promise<PlannedSubject> {
  if (subject.kind !== "licence") return planCharge(run, subject, read, around);
  const { runId } = run.lease.ownership;
  const { agreement } = read;
  const rules = around.rulesOf(subject.key);
  const stored = around.stored.filter((line) => line.key === subject.key);
  const elsewhere = stored.filter((line) => line.psaAgreementId !== agreement.id);
  const beside =
    elsewhere.length > 0
      ? await lookBesideOthers(run, subject, elsewhere, rules.decide)
      : { kind: "rest" as const, subject };
  if (beside.kind === "unseen") return unsettled(subject, runId, "unknown");
  if (beside.kind === "asked") return refuse(subject, runId, beside.issues, agreement);
  const own = stored.filter((line) => line.psaAgreementId === agreement.id);
  const ownIds = own.map((line) => line.psaLineId);
  const lines = withoutOthers(read, around.stored, ownIds);
  const standsHere = own.length > 0 || lines.some((line) => line.reference === subject.key);
  const planned = planSubject(standsHere ? beside.subject : withoutConfirmed(beside.subject), {
    ...read,
    lines,
    runId,
    preview: run.context.run.mode === "preview",
    rules,
    storedLineIds: ownIds,
    billingCodeId: run.context.programSync.chargeBillingCodeId,
    settles: subject.bills.at(-1)?.periodEnd ?? null,
  });
  return { ...planned, subject };
}

/** Lines of other tools that another subscription has adopted are its own: whatever they carry, they are no strangers. */
function withoutOthers({ agreement, lines }: Read, stored: StoredLine[], ownIds: string[]): AgreementLine[] {
  const taken = new Set(
    stored.filter((line) => line.psaAgreementId === agreement.id).map((line) => line.psaLineId),
  );
  return lines.filter(({ id }) => ownIds.includes(id) || !taken.has(id));
}

/** What was confirmed stood on another agreement: of this one it says nothing. */
function withoutConfirmed(subject: Subject): Subject {
  const { position } = subject;
  return { ...subject, position: position && { ...position, confirmed: null } };
}

async function planCharge(
  run: ActiveRun,
  subject: Subject,
  { agreement, charges }: Read,
  { rulesOf, adjustmentItem, stored }: AgreementSurroundings,
): Promise<PlannedSubject> {
  const { runId } = run.lease.ownership;
  const postedElsewhere = stored
    .filter(
      ({ psaAgreementId, psaLineId }) => psaAgreementId !== agreement.id && chargeIdOf(psaLineId) !== null,
    )
    .map(({ key }) => key);
  const plan = (itemId: string | null) =>
    planChargeSubject(subject, chargeKind(subject), {
      runId,
      preview: run.context.run.mode === "preview",
      agreement,
      charges,
      postedElsewhere,
      rules: rulesOf(subject.key),
      itemId,
      billingCodeId: run.context.programSync.chargeBillingCodeId,
    });
  const planned = plan(subject.psaItemId);
  const lacksItem = planned.mark !== undefined && subject.psaItemId === null;
  if (!lacksItem || run.psa.kind === "autotask") return planned;
  // What takes back a charge that is on no invoice any more is an adjustment, too.
  const isOfProduct = subject.kind !== "credit" && subject.planned.length > 0;
  if (isOfProduct) return refuse(subject, runId, missingItem(subject), agreement);
  const item = await adjustmentItem();
  return item.itemId === null ? refuse(subject, runId, item.issue, agreement) : plan(item.itemId);
}

function chargeKind({ key, kind }: Subject) {
  if (key.startsWith("line:")) return "line";
  return kind === "azure" || kind === "annual" ? kind : "credit";
}
