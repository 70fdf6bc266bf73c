import type { Need } from "@/components/sync/needs-panel";
import type { ProgramOverview } from "@/db/queries/portal/program-overviews";
import type { StandingCause, SyncKind } from "@/db/schema";
import { formatMonth } from "@/lib/format/billing-date";
import { ageInDays } from "@/lib/format/instant";
import { countOf } from "@/lib/format/number";
import { issueText, issueTitle } from "@/lib/issues/catalogue";
import { links } from "@/lib/links";
import { connectorNames } from "@/lib/psa-names";
import { kindWords } from "@/lib/sync/run-words";

/** A cause of the program, with the kind of sync that it is of. */
export type OutstandingCause = StandingCause & { kind: SyncKind };

type Facts = {
  causes: OutstandingCause[];
  /** What the customers that are not mapped have on the invoices, ready to read; null: not known. */
  notMappedCost: string | null;
  now: Date;
};

const kinds = ["customers", "products"] as const satisfies readonly SyncKind[];

/** What stands between a person and safe invoices of this program, the gravest first. Empty: safe to invoice. Pure. */
export function needsOf(program: ProgramOverview, { causes, notMappedCost, now }: Facts): Need[] {
  return [
    ...accessNeeds(program),
    ...kinds.flatMap((kind) => outcomeNeeds(program, kind, causes)),
    ...mappingNeeds(program, notMappedCost),
    ...kinds.flatMap((kind) => warningNeeds(program, kind, causes)),
    ...kinds.flatMap((kind) => freshnessNeeds(program, kind, now)),
  ];
}

function accessNeeds(program: ProgramOverview): Need[] {
  const psa = connectorNames[program.connectionKind];
  const known: Record<string, [title: string, detail: string]> = {
    psa_unauthorised: [
      `${psa} does not accept our keys`,
      `nothing reaches ${psa} until they are entered again`,
    ],
    source_unauthorised: [
      "PRISM does not accept our keys",
      "no invoice can be read until they are entered again",
    ],
    psa_forbidden: [`A permission is missing in ${psa}`, "the connection names it; what needs it fails"],
  };
  const need = (reason: string | null, name: string, href: string): Need => {
    const other: [string, string] = reason
      ? [`${name} could not be tested`, "see what it said"]
      : [`${name} has not been tested yet`, "press Test on the connection"];
    const [title, detail] = (reason ? known[reason] : undefined) ?? other;
    return { tone: "err", title, detail, href };
  };
  return [
    ...(program.connectionState === "healthy"
      ? []
      : [need(program.connectionReason, psa, links.connection(program.connectionId))]),
    ...(program.sourceState === "healthy"
      ? []
      : [need(program.sourceReason, "PRISM", links.source(program.sourceId))]),
  ];
}

/** Failed, unknown and held keys: over all runs, not only the last. */
function outcomeNeeds(program: ProgramOverview, kind: SyncKind, causes: OutstandingCause[]): Need[] {
  const status = program.kinds[kind].status;
  if (!status) return [];
  const psa = connectorNames[program.connectionKind];
  const one = kind === "customers" ? "subscription" : "product";
  const looks = [
    { outcome: "failed", tone: "err", total: status.failed, title: `${countOf(status.failed, one)} failed` },
    {
      outcome: "unknown",
      tone: "err",
      total: status.unknown,
      title: `${countOf(status.unknown, "change")} with an unknown outcome`,
    },
    {
      outcome: "held",
      tone: "held",
      total: status.held,
      title: `${countOf(status.held, kind === "customers" ? "change" : "product")} held for you`,
    },
  ] as const;
  return looks
    .filter((look) => look.total > 0)
    .map(({ outcome, tone, title }) => {
      const behind = causes.filter((cause) => cause.kind === kind && cause.outcome === outcome);
      const runId = behind[0]?.runId ?? status.lastRunId;
      return {
        tone,
        title,
        detail: causeWords(behind, psa),
        href: runId ? placeOf(behind, runId, outcome) : links.history({ sync: program.sync.slug, kind }),
      };
    });
}

function placeOf(causes: OutstandingCause[], runId: string, outcome: string): string {
  const [only, ...others] = causes;
  return only && others.length === 0 && only.keys === 1
    ? links.item(only.runId, only.itemId)
    : links.run(runId, { outcome });
}

/** "the agreement has ended · Blue Gum Dental and 2 more". */
function causeWords(causes: OutstandingCause[], psa: string): string {
  const [first] = causes;
  if (!first) return "see each with its reason";
  const title = issueTitle(first.code, psa);
  const others = new Set(causes.map((cause) => cause.code)).size - 1;
  const more = first.customers > 1 ? ` and ${countOf(first.customers - 1, "more", "more")}` : "";
  const who = first.customerName ? ` · ${first.customerName}${more}` : "";
  return `${title}${who}${others > 0 ? ` · ${countOf(others, "other cause")}` : ""}`;
}

function mappingNeeds({ kinds: { customers }, sync }: ProgramOverview, cost: string | null): Need[] {
  const notMapped = customers.status?.notMapped ?? 0;
  if (notMapped === 0) return [];
  return [
    {
      tone: "warn",
      title: `${countOf(notMapped, "customer")} not mapped`,
      detail: cost === null ? "nothing of them is billed" : `${cost} of the invoice is billed to nobody`,
      href: links.program(sync.slug, { show: "unmapped" }),
    },
  ];
}

function warningNeeds(program: ProgramOverview, kind: SyncKind, causes: OutstandingCause[]): Need[] {
  const open = causes.filter((cause) => cause.kind === kind && cause.outcome === null);
  const keys = open.reduce((sum, cause) => sum + cause.keys, 0);
  const runId = open[0]?.runId ?? program.kinds[kind].status?.lastRunId;
  if (keys === 0 || !runId) return [];
  return [
    {
      tone: "warn",
      title: `${countOf(keys, kind === "customers" ? "warning" : "product warning")} to review`,
      detail: causeWords(open, connectorNames[program.connectionKind]),
      href: links.run(runId),
    },
  ];
}

function freshnessNeeds(program: ProgramOverview, kind: SyncKind, now: Date): Need[] {
  const { sync } = program;
  if (kind === "customers" ? !sync.customersEnabled : !sync.productsEnabled)
    return switchedOff(program, kind);
  const { status, openRun } = program.kinds[kind];
  const what = kindWords[kind].toLowerCase();
  if (openRun?.mode === "live") {
    return [
      {
        tone: "run",
        title: `A ${what} sync is ${openRun.status === "queued" ? "waiting" : "running"}`,
        detail: "what is said here may change with it",
        href: links.run(openRun.runId),
      },
    ];
  }
  if (!status?.lastRunId) {
    const title = kind === "customers" ? "No customers sync has run yet" : "No products sync has run yet";
    return [{ tone: "warn", title, detail: "press Run now below", href: links.program(sync.slug) }];
  }
  const stopped = runNeed(program, kind);
  if (stopped) return [stopped];
  const age = status.lastSuccessfulAt ? ageInDays(status.lastSuccessfulAt, now) : null;
  if (age === null || age < sync.staleAfterDays) return [];
  return [
    {
      tone: "warn",
      title: `No correct ${what} sync for ${countOf(age, "day")}`,
      detail: issueText("sync_stale").why,
      href: links.history({ sync: sync.slug, kind }),
    },
  ];
}

/** A last run that was not right, for reasons of its own that no key tells: it was stopped, or left a warning. */
function runNeed(program: ProgramOverview, kind: SyncKind): Need | null {
  const { status } = program.kinds[kind];
  if (!status?.lastRunId) return null;
  const { failed, unknown, held, notMapped, warnings, lastRunId } = status;
  const what = kindWords[kind].toLowerCase();
  const need = (tone: Need["tone"], end: string, detail: string): Need => ({
    tone,
    title: `The last ${what} sync ${end}`,
    detail,
    href: links.run(lastRunId),
  });
  if (status.lastRunStatus === "error" && failed + unknown === 0) {
    return need("err", "could not do its work", "see what stopped it");
  }
  if (failed + unknown + held + notMapped + warnings > 0) return null;
  if (status.lastRunStatus === "cancelled") return need("warn", "was cancelled", "run it again");
  return status.lastRunStatus === "warning" ? need("warn", "left a warning", "see what it says") : null;
}

/** Products may be looked after elsewhere; customers that are not synced are not billed right by us. */
function switchedOff({ sync }: ProgramOverview, kind: SyncKind): Need[] {
  if (kind === "products") return [];
  return [
    {
      tone: "warn",
      title: "The customers sync is switched off",
      detail: "invoices are not brought to the PSA",
      href: links.programSettings(sync.slug),
    },
  ];
}

/** What can be said when nothing is needed: "October 2026 is in ConnectWise, and nothing waits." */
export function safeWords(program: ProgramOverview): string {
  const psa = connectorNames[program.connectionKind];
  const month = program.newestInvoice ? formatMonth(program.newestInvoice.start) : null;
  return month ? `${month} is in ${psa}, and nothing waits` : `${psa} is up to date, and nothing waits`;
}
