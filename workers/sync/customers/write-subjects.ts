import pLimit from "p-limit";
import type { IntentRow } from "@/db/commands/runs/record-intents";
import { listStoredLines, type StoredLine } from "@/db/queries/runs/positions";
import { groupBy } from "@/lib/group-by";
import type { PlanRules } from "../plan/types";
import type { ActiveRun } from "../run/engine";
import type { ItemDraft } from "../run/item-draft";
import { blockedIssue } from "../writes/ended-draft";
import { intentsOfActions } from "../writes/intent-body";
import type { BlockedKeys } from "../writes/settle-open-intents";
import { writePlanned } from "../writes/write-planned";
import type { AgreementReader } from "./agreement-reader";
import { setAside } from "./other-lines";
import { type PlannedSubject, planSubject, refuse, skip } from "./plan-subject";
import type { PreviewItems } from "./preview-items";
import type { Subject } from "./subject";
import { findUnseenKeys } from "./unseen-lines";

type Page = {
  reader: AgreementReader;
  previewItems: PreviewItems;
  blocked: BlockedKeys;
  resume: (draft: ItemDraft) => ItemDraft;
  record: (drafts: ItemDraft[]) => Promise<void>;
};

const undecided: PlanRules = {
  guard: { quantity: null, money: null, percent: null },
  handEdits: "overwrite",
  decide: () => null,
};

/** Agreements are read side by side. */
const agreementsAtOnce = 4;

/** Plans a page of subjects, records what is going to be written, writes it, and records how it ended. */
export async function planAndWriteSubjects(run: ActiveRun, subjects: Subject[], page: Page): Promise<void> {
  const planned = await planPage(run, subjects, page);
  const { ended, stop } = await writePlanned(
    run,
    planned.map((one) => ({
      draft: page.resume(one.draft),
      intents: intentRows(run, one),
      lane: one.draft.item.agreementId ?? "",
    })),
  );
  await page.record(ended.map((one) => one.draft));
  if (stop) throw stop;
}

async function planPage(run: ActiveRun, subjects: Subject[], page: Page): Promise<PlannedSubject[]> {
  const { runId } = run.lease.ownership;
  const early = new Map<Subject, PlannedSubject>();
  for (const subject of subjects) {
    const aside = excludedOrBlocked(run, subject, page.blocked) ?? setAside(subject, runId);
    if (aside) early.set(subject, aside);
  }
  const rest = await page.previewItems(subjects.filter((subject) => !early.has(subject)));
  const stored = await storedLines(run, rest);
  const byAgreement = groupBy(rest, (subject) => subject.customer.psaAgreementId);
  const limit = pLimit(agreementsAtOnce);
  const planned = await Promise.all(
    [...byAgreement.values()].map((group) => limit(() => planAgreement(run, group, page.reader, stored))),
  );
  return [...early.values(), ...planned.flat()];
}

function excludedOrBlocked(run: ActiveRun, subject: Subject, blocked: BlockedKeys): PlannedSubject | null {
  const { runId } = run.lease.ownership;
  if (run.context.exclusions.has(subject.key)) return skip(subject, runId, "excluded");
  const state = blocked.get(subject.key);
  if (!state) return null;
  return unsettled(subject, runId, state);
}

/** Nothing may be planned for it before it is known how an earlier write ended. */
function unsettled(subject: Subject, runId: string, state: "unknown" | "held"): PlannedSubject {
  const refused = refuse(subject, runId, blockedIssue(state, { product: subject.productName }));
  return { ...refused, draft: { ...refused.draft, item: { ...refused.draft.item, outcome: state } } };
}

async function storedLines(run: ActiveRun, subjects: Subject[]): Promise<StoredLine[]> {
  const psaAgreementIds = [...new Set(subjects.map((subject) => subject.customer.psaAgreementId))];
  if (psaAgreementIds.length === 0) return [];
  return listStoredLines(run.engine.db, {
    orgId: run.lease.ownership.orgId,
    connectionId: run.context.connection.id,
    psaAgreementIds,
  });
}

async function planAgreement(
  run: ActiveRun,
  group: Subject[],
  reader: AgreementReader,
  stored: StoredLine[],
): Promise<PlannedSubject[]> {
  const { runId } = run.lease.ownership;
  const [first] = group;
  if (!first) return [];
  const read = await reader.read(first.customer);
  if (!read.agreement) return group.map((subject) => refuse(subject, runId, read.issue));
  const { agreement, lines } = read;
  const keys = new Set(group.map((subject) => subject.key));
  const own = stored.filter((line) => line.psaAgreementId === agreement.id && keys.has(line.key));
  const unseen = await findUnseenKeys(run, agreement.id, lines, own);
  return group.map((subject) =>
    unseen.has(subject.key)
      ? unsettled(subject, runId, "unknown")
      : planSubject(subject, {
          runId,
          preview: run.context.run.mode === "preview",
          agreement,
          lines,
          charges: [],
          rules: undecided,
          storedLineIds: own.filter((line) => line.key === subject.key).map((line) => line.psaLineId),
        }),
  );
}

function intentRows(run: ActiveRun, planned: PlannedSubject): IntentRow[] {
  const owner = {
    connectionId: run.context.connection.id,
    programSyncId: run.context.programSync.id,
    itemId: planned.draft.item.id,
    naturalKey: planned.draft.item.key,
  };
  return intentsOfActions(owner, planned.draft.item.agreementId ?? "", planned.actions);
}
