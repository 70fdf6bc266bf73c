import type { OperationalFigure } from "@/db/queries/operational-figures";
import type { CallCount } from "./call-counts";

/** What each figure means, and the name of its label if it has one. */
const gauges: Record<string, { help: string; label?: string }> = {
  runs_open: { help: "Syncs that are queued or running.", label: "status" },
  runs_finished_last_day: { help: "Syncs that ended within a day, by how.", label: "status" },
  items_last_day: { help: "Lines of syncs that ended within a day, by outcome.", label: "outcome" },
  run_waits_seconds: { help: "How long the oldest sync that could begin has waited." },
  lease_lapsed_seconds: { help: "How long the oldest sync has been without the worker that had it." },
  mails_due: { help: "Mails that have not been accepted yet." },
  mail_waits_seconds: { help: "Age of the oldest mail that has not been accepted yet." },
  mails_parked: { help: "Mails that were given up." },
  task_waits_seconds: { help: "How long the oldest task that could begin has waited." },
  bell_waits_seconds: { help: "Age of the oldest bell that nobody has taken to the queue." },
  intents_open: { help: "Writes to a PSA that are not settled.", label: "state" },
};

type Process = {
  isWell: boolean;
  memoryBytes: number;
  uptimeSeconds: number;
  /** Part of an hourly quota of Autotask, of the tenant with the least left; null: not known yet. */
  quotaUsed: number | null;
};

/** The figures in Prometheus' text format. A figure that nobody has described is left out: it may hold what it must not. */
export function metricsText(
  figures: readonly OperationalFigure[],
  calls: readonly CallCount[],
  process: Process,
): string {
  const known = Object.entries(gauges).flatMap(([name, { help, label }]) => {
    const rows = figures.filter((figure) => figure.name === name);
    const samples = rows.map((row) => ({ labels: label ? { [label]: row.label } : {}, value: row.value }));
    return family(name, "gauge", help, samples);
  });
  const ofCalls = calls.map(({ service, answer, count }) => ({ labels: { service, answer }, value: count }));
  return [
    ...known,
    ...family("calls_total", "counter", "Calls of this worker to other services, by answer.", ofCalls),
    ...family(
      "autotask_quota_used_ratio",
      "gauge",
      "How much of its hourly quota the Autotask tenant with the least left has used, as this worker last read it.",
      process.quotaUsed === null ? [] : [sample(process.quotaUsed)],
    ),
    ...family("worker_well", "gauge", "1: the worker takes up work.", [sample(process.isWell ? 1 : 0)]),
    ...family("worker_memory_bytes", "gauge", "Resident memory of the worker.", [
      sample(process.memoryBytes),
    ]),
    ...family("worker_uptime_seconds", "gauge", "How long the worker has run.", [
      sample(process.uptimeSeconds),
    ]),
    "",
  ].join("\n");
}

type Sample = { labels: Record<string, string>; value: number };

const sample = (value: number): Sample => ({ labels: {}, value });

function family(name: string, type: "gauge" | "counter", help: string, samples: Sample[]): string[] {
  if (samples.length === 0) return [];
  const full = `prism_connect_${name}`;
  return [
    `# HELP ${full} ${help}`,
    `# TYPE ${full} ${type}`,
    ...samples.map(({ labels, value }) => `${full}${labelsText(labels)} ${value}`),
  ];
}

function labelsText(labels: Record<string, string>): string {
  const pairs = Object.entries(labels).map(
    ([name, value]) => `${name}="${value.replaceAll(/[\\"\n]/g, "_")}"`,
  );
  return pairs.length === 0 ? "" : `{${pairs.join(",")}}`;
}
