import pLimit from "p-limit";
import type { IntentRow } from "@/db/commands/runs/record-intents";
import { listStoredLines, type StoredLine } from "@/db/queries/runs/positions";
import { groupBy } from "@/lib/group-by";
import { chargeReference } from "../plan/charges/reference";
import { resumeDraft } from "../run/earlier-work";
import type { ActiveRun } from "../run/engine";
import type { ItemDraft } from "../run/item-draft";
import { notReached } from "../writes/ended-draft";
import { intentsOfActions, intentsOfCharges } from "../writes/intent-body";
import type { BlockedKeys } from "../writes/settle-open-intents";
import { type WritesResult, type WrittenItem, writePlanned } from "../writes/write-planned";
import type { AgreementReader } from "./agreement-reader";
import { planIfAnswered } from "./approved/plan-if-answered";
import { planAsApproved } from "./approved/write-as-approved";
import type { openAdjustmentItem } from "./charges/adjustment-item";
import { setAside } from "./others/set-aside";
import { planAgreement } from "./plan-agreement";
import { planAlone } from "./plan-alone";
import { loadRules, type RulesOf } from "./plan-rules";
import { type PlannedSubject, skip, unsettled } from "./plan-subject";
import type { PreviewItems } from "./preview-items";
import type { Subject } from "./subject";
import { type ContractMemory, loadContractMemory, nothingRemembered } from "./units/memory";

type Page = {
  reader: AgreementReader;
  previewItems: PreviewItems;
  adjustmentItem: ReturnType<typeof openAdjustmentItem>;
  blocked: BlockedKeys;
  resume: (draft: ItemDraft) => ItemDraft;
  /** An earlier worker of the run has written a part of it. */
  isBegun: (key: string) => boolean;
  record: (drafts: ItemDraft[]) => Promise<void>;
};

/** Agreements are read side by side; in Autotask those of a whole page together. */
const agreementsAtOnce = { connectwise: 8, autotask: 100 } as const;

/**
 * Plans a page of subjects, records what is going to be written, writes it, and records how it ended. That the PSA
 * refuses a second service of an item shows only when it is asked for one: with this known, those whom that stopped are
 * planned once more.
 */
export async function planAndWriteSubjects(run: ActiveRun, subjects: Subject[], page: Page): Promise<void> {
  const { ended, stop } = await writePlans(run, await planPage(run, subjects, page), page);
  const refused = ended.filter(isRepeatRefused);
  const settled = ended.filter((one) => !refused.includes(one));
  const left = stop ? refused.map(({ draft }) => notReached(withoutConflict(draft))) : [];
  await page.record([...settled.map(({ draft }) => draft), ...left]);
  if (stop) throw stop;
  if (refused.length > 0) await writeWithoutRepeats(run, subjects, refused, page);
}

function isRepeatRefused({ error }: WrittenItem): boolean {
  return error?.refusal === "price_conflict";
}

async function writeWithoutRepeats(
  run: ActiveRun,
  subjects: Subject[],
  refused: WrittenItem[],
  page: Page,
): Promise<void> {
  const byKey = new Map(refused.map((one) => [one.draft.item.key, one]));
  const again = subjects.filter(({ key }) => byKey.has(key));
  const planned = await planPage(run, again, page, withoutOwnService);
  const resume = (draft: ItemDraft) => goOn(page.resume(draft), byKey.get(draft.item.key));
  const { ended, stop } = await writePlans(run, planned, { resume });
  await page.record(ended.map(({ draft }) => withRefusal(draft)));
  if (stop) throw stop;
}

/** What was written for the item before the refusal stays applied. */
function goOn(draft: ItemDraft, refused: WrittenItem | undefined): ItemDraft {
  const { key } = draft.item;
  const isBegun = refused?.written.some((one) => "service" in one && one.keys.includes(key)) ?? false;
  const { before = null } = refused?.draft.item ?? {};
  return isBegun
    ? resumeDraft(draft, { outcome: "unknown", confirmed: true, before, reason: null, issues: [] })
    : draft;
}

/** The refusal may have been of a line beside it. */
function withoutConflict(draft: ItemDraft): ItemDraft {
  return { ...draft, issues: draft.issues.filter(({ code }) => code !== "price_conflict") };
}

/** What was refused a moment ago is not tried again, whatever a person has chosen. */
function withoutOwnService(rulesOf: RulesOf): RulesOf {
  return (key) => {
    const rules = rulesOf(key);
    return { ...rules, decide: (issue) => (issue.code === "price_conflict" ? null : rules.decide(issue)) };
  };
}

function withRefusal(draft: ItemDraft): ItemDraft {
  const issues = draft.issues.map((issue) =>
    issue.code === "price_conflict" ? { ...issue, facts: { ...issue.facts, refused: "yes" } } : issue,
  );
  return { ...draft, issues };
}

function writePlans(
  run: ActiveRun,
  planned: PlannedSubject[],
  { resume }: Pick<Page, "resume">,
): Promise<WritesResult> {
  return writePlanned(
    run,
    planned.map((one) => ({
      draft: resume(one.draft),
      shared: one.shared,
      intents: intentRows(run, one),
      lane: one.draft.item.agreementId ?? "",
    })),
  );
}

type Amend = (rulesOf: RulesOf) => RulesOf;

function planPage(
  run: ActiveRun,
  subjects: Subject[],
  page: Page,
  amend: Amend = (rulesOf) => rulesOf,
): Promise<PlannedSubject[]> {
  const plan = async (some: Subject[]) =>
    planIfAnswered(run, await planSubjects(run, some, page, amend), (beside, answer) =>
      planSubjects(run, beside, page, (rulesOf) => answer(amend(rulesOf))),
    );
  return planAsApproved(run, subjects, { plan, isBegun: page.isBegun });
}

async function planSubjects(
  run: ActiveRun,
  subjects: Subject[],
  page: Page,
  amend: Amend,
): Promise<PlannedSubject[]> {
  const early = new Map<Subject, PlannedSubject>();
  for (const subject of subjects) {
    const look = () =>
      [excludedOrBlocked(run, subject, page.blocked) ?? setAside(run, subject)].flatMap((one) => one ?? []);
    const [aside] = await planAlone(run, [subject], look);
    if (aside) early.set(subject, aside);
  }
  const rest = await page.previewItems(subjects.filter((subject) => !early.has(subject)));
  const around = {
    ...page,
    stored: await storedLines(run, rest),
    memory: await contractMemory(run, rest),
    rulesOf: amend(
      await loadRules(
        run,
        rest.map((subject) => subject.key),
      ),
    ),
  };
  const byAgreement = groupBy(rest, (subject) => subject.psaAgreementId ?? "");
  const limit = pLimit(agreementsAtOnce[run.psa.kind]);
  const planned = await Promise.all(
    [...byAgreement].map(([id, group]) =>
      limit(() => planAlone(run, group, () => planAgreement(run, id, group, around))),
    ),
  );
  return [...early.values(), ...planned.flat()];
}

function excludedOrBlocked(run: ActiveRun, subject: Subject, blocked: BlockedKeys): PlannedSubject | null {
  const { runId } = run.lease.ownership;
  const exclusion = run.context.exclusions.get(subject.key);
  if (exclusion && !subject.reversal) {
    const skipped = skip(subject, runId, "excluded");
    // Where a reversal that failed is left off stays what its own run says.
    return exclusion.isReversing ? { ...skipped, draft: { ...skipped.draft, position: null } } : skipped;
  }
  const state = blocked.get(subject.key);
  return state ? unsettled(subject, runId, state) : null;
}

async function storedLines(run: ActiveRun, subjects: Subject[]): Promise<StoredLine[]> {
  if (subjects.length === 0) return [];
  const psaAgreementIds = [...new Set(subjects.flatMap((subject) => subject.psaAgreementId ?? []))];
  return listStoredLines(run.engine.db, {
    orgId: run.lease.ownership.orgId,
    connectionId: run.context.connection.id,
    psaAgreementIds,
    keys: subjects.flatMap(rememberedKeys),
  });
}

/** Under which its lines, or the first charges of its bills, are remembered. */
function rememberedKeys({ key, kind, bills }: Subject): string[] {
  if (kind === "licence" || key.startsWith("line:")) return [key];
  const separator = key.lastIndexOf(":");
  const [id, suffix] = [key.slice(0, separator), key.slice(separator + 1)];
  return bills.map(({ periodStart }) => chargeReference(id, suffix, periodStart));
}

async function contractMemory(run: ActiveRun, subjects: Subject[]): Promise<ContractMemory> {
  if (run.psa.kind !== "autotask") return nothingRemembered;
  const licences = subjects.filter((subject) => subject.kind === "licence");
  const psaAgreementIds = [...new Set(licences.flatMap((subject) => subject.psaAgreementId ?? []))];
  return loadContractMemory(
    run,
    psaAgreementIds,
    licences.map(({ key }) => key),
  );
}

function intentRows(run: ActiveRun, { draft, actions, charges }: PlannedSubject): IntentRow[] {
  const owner = {
    connectionId: run.context.connection.id,
    programSyncId: run.context.programSync.id,
    itemId: draft.item.id,
    naturalKey: draft.item.key,
  };
  const agreementId = draft.item.agreementId ?? "";
  return [
    ...intentsOfActions(owner, agreementId, actions),
    ...intentsOfCharges(owner, agreementId, charges, actions.length),
  ];
}
