import type { Blocker } from "@/app/(portal)/dashboard/safe/blocker";
import type { ProgramOverview } from "@/db/queries/portal/program-overviews";
import type { SyncKind } from "@/db/schema";
import { formatMonth } from "@/lib/format/billing-date";
import { ageInDays } from "@/lib/format/instant";
import { countOf } from "@/lib/format/number";
import { issueText } from "@/lib/issues/catalogue";
import { links } from "@/lib/links";
import { kindWords } from "@/lib/sync/run-words";

type Plain = Pick<Blocker, "tone" | "title" | "detail" | "href" | "action">;

const uncounted = (blocker: Plain): Blocker => ({ count: null, money: null, ...blocker });

/** A kind of sync whose word cannot be taken now: switched off, under way, never run, stopped, behind or old. */
export function freshnessBlockers(program: ProgramOverview, kind: SyncKind, now: Date): Blocker[] {
  const { sync } = program;
  if (kind === "customers" ? !sync.customersEnabled : !sync.productsEnabled) {
    return switchedOff(program, kind);
  }
  const { status, openRun } = program.kinds[kind];
  const what = kindWords[kind].toLowerCase();
  if (openRun?.mode === "live") {
    return [
      uncounted({
        tone: "run",
        title: `A ${what} sync is ${openRun.status === "queued" ? "waiting" : "running"}`,
        detail: "what is said here may change with it",
        href: links.run(openRun.runId),
        action: "Watch",
      }),
    ];
  }
  if (!status?.lastRunId) {
    return [
      uncounted({
        tone: "warn",
        title: `No ${what} sync has run yet`,
        detail: "press Run now",
        href: links.program(sync.slug),
        action: "Open the program",
      }),
    ];
  }
  const stopped = lastRunBlocker(program, kind);
  if (stopped) return [stopped];
  return behind(program, kind, now);
}

/** A last run that was not right, for reasons of its own that no line tells: it was stopped, or left a warning. */
function lastRunBlocker(program: ProgramOverview, kind: SyncKind): Blocker | null {
  const { status } = program.kinds[kind];
  if (!status?.lastRunId) return null;
  const { failed, unknown, held, notMapped, warnings, lastRunId } = status;
  const what = kindWords[kind].toLowerCase();
  const blocker = (tone: Blocker["tone"], end: string, detail: string) =>
    uncounted({
      tone,
      title: `The last ${what} sync ${end}`,
      detail,
      href: links.run(lastRunId),
      action: "See why",
    });
  if (status.lastRunStatus === "error" && failed + unknown === 0) {
    return blocker("err", "could not do its work", "see what stopped it");
  }
  if (status.lastRunStatus === "cancelled") return blocker("warn", "was cancelled", "run it again");
  if (failed + unknown + held + notMapped + warnings > 0) return null;
  return status.lastRunStatus === "warning" ? blocker("warn", "left a warning", "see what it says") : null;
}

function behind(program: ProgramOverview, kind: SyncKind, now: Date): Blocker[] {
  const { status } = program.kinds[kind];
  const { sync, newestInvoice, newestLookedAt } = program;
  const what = kindWords[kind].toLowerCase();
  if (kind === "customers" && newestInvoice && !newestLookedAt) {
    return [
      uncounted({
        tone: "warn",
        title: `No sync has looked at the invoice of ${formatMonth(newestInvoice.start)} yet`,
        detail: "press Run now",
        href: links.program(sync.slug),
        action: "Open the program",
      }),
    ];
  }
  const age = status?.lastSuccessfulAt ? ageInDays(status.lastSuccessfulAt, now) : null;
  if (age === null || age < sync.staleAfterDays) return [];
  return [
    uncounted({
      tone: "warn",
      title: `No correct ${what} sync for ${countOf(age, "day")}`,
      detail: issueText("sync_stale").why,
      href: links.history({ sync: sync.slug, kind }),
      action: "See the syncs",
    }),
  ];
}

/** Products may be looked after elsewhere; customers that are not synced are not billed right by us. */
function switchedOff({ sync }: ProgramOverview, kind: SyncKind): Blocker[] {
  if (kind === "products") return [];
  return [
    uncounted({
      tone: "warn",
      title: "The customers sync is switched off",
      detail: "invoices are not brought to the PSA",
      href: links.programSettings(sync.slug),
      action: "Open the settings",
    }),
  ];
}
