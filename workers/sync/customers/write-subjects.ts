import pLimit from "p-limit";
import { type IntentRow, planIntents } from "@/db/commands/runs/record-intents";
import { RunNotOurs } from "@/db/commands/runs/record-items";
import { listStoredLines } from "@/db/queries/runs/bills";
import { ApiError } from "@/lib/errors";
import { groupBy } from "@/lib/group-by";
import type { ActiveRun } from "../run/engine";
import { issueOfError } from "../run/issue-of-error";
import { type DraftIssue, type ItemDraft, worstOutcome } from "../run/item-draft";
import { RunProblem, WorkerStopping } from "../run/run-problem";
import { intentsOfActions } from "../writes/intent-body";
import type { BlockedKeys } from "../writes/settle-open-intents";
import { type ItemWrites, writeItem } from "../writes/write-item";
import type { AgreementReader } from "./agreement-reader";
import { setAside } from "./other-lines";
import { type PlannedSubject, planSubject, refuse, skip } from "./plan-subject";
import type { Subject } from "./subject";

type Page = {
  reader: AgreementReader;
  blocked: BlockedKeys;
  resume: (draft: ItemDraft) => ItemDraft;
  record: (drafts: ItemDraft[]) => Promise<void>;
};

/** Agreements are read and written side by side; the lines of one agreement one after the other. */
const agreementsAtOnce = 4;

/** So many writes in a row without an answer mean that the PSA is down: the run stops hammering it. */
const unansweredBeforeStop = 5;

/** Plans a page of subjects, records what is going to be written, writes it, and records how it ended. */
export async function planAndWriteSubjects(run: ActiveRun, subjects: Subject[], page: Page): Promise<void> {
  const planned = await planPage(run, subjects, page);
  const rows = new Map(planned.map((one) => [one.draft.item.key, intentRows(run, one)]));
  const toWrite = planned.filter((one) => one.actions.length > 0);
  await planIntents(run.engine.db, run.lease.ownership, {
    items: toWrite.map((one) => ({ ...one.draft.item, outcome: "unknown" as const })),
    intents: [...rows.values()].flat(),
  });
  const ended = new Map<string, ItemDraft>();
  const stop = await writePage(run, toWrite, rows, ended);
  if (stop instanceof RunNotOurs || stop instanceof WorkerStopping) throw stop;
  const drafts = planned.map((one) => {
    const draft = one.actions.length === 0 ? one.draft : ended.get(one.draft.item.key);
    return page.resume(draft ?? notReached(one.draft));
  });
  await page.record(drafts);
  if (stop) throw stop;
}

async function planPage(run: ActiveRun, subjects: Subject[], page: Page): Promise<PlannedSubject[]> {
  const { runId } = run.lease.ownership;
  const early = new Map<Subject, PlannedSubject>();
  for (const subject of subjects) {
    const aside = excludedOrBlocked(run, subject, page.blocked) ?? setAside(subject, runId);
    if (aside) early.set(subject, aside);
  }
  const rest = subjects.filter((subject) => !early.has(subject));
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
  const issue: DraftIssue = {
    code: "psa_timeout_unknown",
    severity: state === "held" ? "held" : "error",
    facts: { product: subject.productName },
  };
  const refused = refuse(subject, runId, issue);
  const outcome = state === "held" ? ("held" as const) : ("unknown" as const);
  return { ...refused, draft: { ...refused.draft, item: { ...refused.draft.item, outcome } } };
}

async function storedLines(run: ActiveRun, subjects: Subject[]): Promise<Map<string, string[]>> {
  const psaAgreementIds = [...new Set(subjects.map((subject) => subject.customer.psaAgreementId))];
  if (psaAgreementIds.length === 0) return new Map();
  const rows = await listStoredLines(run.engine.db, {
    orgId: run.lease.ownership.orgId,
    connectionId: run.context.connection.id,
    psaAgreementIds,
  });
  const groups = groupBy(rows, (row) => `${row.psaAgreementId} ${row.key}`);
  return new Map([...groups].map(([key, lines]) => [key, lines.map((line) => line.psaLineId)]));
}

async function planAgreement(
  run: ActiveRun,
  group: Subject[],
  reader: AgreementReader,
  stored: Map<string, string[]>,
): Promise<PlannedSubject[]> {
  const { runId } = run.lease.ownership;
  const [first] = group;
  if (!first) return [];
  const read = await reader.read(first.customer);
  if (!read.agreement) return group.map((subject) => refuse(subject, runId, read.issue));
  return group.map((subject) =>
    planSubject(subject, {
      runId,
      preview: run.context.run.mode === "preview",
      agreement: read.agreement,
      lines: read.lines,
      storedLineIds: stored.get(`${read.agreement.id} ${subject.key}`) ?? [],
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

/** Writes what is planned; gives what stopped it, if anything did. Ended items land in `ended`. */
async function writePage(
  run: ActiveRun,
  toWrite: PlannedSubject[],
  rows: Map<string, IntentRow[]>,
  ended: Map<string, ItemDraft>,
): Promise<unknown> {
  const limit = pLimit(agreementsAtOnce);
  let stop: unknown;
  let unanswered = 0;

  async function writeAgreement(group: PlannedSubject[]) {
    for (const { draft } of group) {
      if (stop) return;
      try {
        const writes = await writeItem(run, rows.get(draft.item.key) ?? []);
        ended.set(draft.item.key, draftOfWrites(draft, writes));
        unanswered = writes.outcome === "unknown" ? unanswered + 1 : 0;
        if (writes.outcome === "unknown" && unanswered >= unansweredBeforeStop) {
          stop ??= new RunProblem(issueOfError(writes.error, "psa"));
        }
      } catch (error) {
        if (error instanceof ApiError) {
          ended.set(draft.item.key, withError(draft, "failed", issueOfError(error, "psa")));
        }
        stop ??= error;
      }
    }
  }

  const groups = groupBy(toWrite, (one) => one.draft.item.agreementId);
  await Promise.all([...groups.values()].map((group) => limit(() => writeAgreement(group))));
  return stop;
}

function draftOfWrites(draft: ItemDraft, writes: ItemWrites): ItemDraft {
  if (writes.outcome === "applied") {
    return { ...draft, item: { ...draft.item, outcome: worstOutcome("applied", draft.issues) } };
  }
  const issue = issueOfError(writes.error, "psa");
  if (writes.outcome === "failed") return withError(draft, "failed", issue);
  const severity = writes.outcome === "held" ? "held" : "error";
  return withError(draft, writes.outcome, { ...issue, code: "psa_timeout_unknown", severity });
}

/** The run was stopped before this item's turn: nothing of it was sent. */
function notReached(draft: ItemDraft): ItemDraft {
  return { ...unsettled(draft), item: { ...draft.item, outcome: "failed", reason: "run_stopped" } };
}

function withError(draft: ItemDraft, outcome: "failed" | "held" | "unknown", issue: DraftIssue): ItemDraft {
  return {
    ...unsettled(draft),
    item: { ...draft.item, outcome, reason: issue.code },
    issues: [issue, ...draft.issues],
  };
}

/** What was not brought to the PSA is not confirmed. It may already have an open line. */
function unsettled(draft: ItemDraft): ItemDraft {
  const { position } = draft;
  return { ...draft, position: position && { ...position, confirmedThrough: null, confirmed: null } };
}
