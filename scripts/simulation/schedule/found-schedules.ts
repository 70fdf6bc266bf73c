import { DAY, MINUTE, SECOND } from "@/lib/clock";
import type { Schedule } from "./schedule";
import { usageMonths, type WorldPlan } from "./world-plan";

/** One customer with one subscription that never changes. */
function smallWorld(psa: WorldPlan["psa"]): WorldPlan {
  const months = usageMonths.map((month) => [
    {
      from: month,
      to: `${month.slice(0, 7)}-${month === "2026-11-01" ? 30 : 31}`,
      quantity: "3",
      price: 0 as const,
    },
  ]);
  const subscriptions = [{ product: 0 as const, months }];
  return { psa, customers: [{ agreement: 0, subscriptions, usage: null }], guardQuantity: null };
}

function withUsage(world: WorldPlan): WorldPlan {
  return {
    ...world,
    customers: world.customers.map((customer) => ({ ...customer, usage: ["12.5", "12.5", "12.5"] })),
  };
}

/** Schedules that once failed, cut down. Each says what was wrong. */
export const foundSchedules: (Schedule & { why: string })[] = [
  {
    why: "a worker that was stopped between fence and request made an item that another had made meanwhile",
    world: smallWorld("connectwise"),
    workers: 2,
    turns: 0,
    disturbances: [
      { after: 0, what: { on: "commit", of: "update intents", kind: "pause_after", ms: 7 * MINUTE } },
    ],
  },
  {
    why: "a mail whose worker was killed was sent again a day later, when the provider had forgotten its key",
    world: withUsage(smallWorld("autotask")),
    workers: 2,
    turns: 0,
    disturbances: [
      { after: 0, what: { on: "psa_write", kind: "late", ms: SECOND } },
      { after: 0, what: { on: "mail", kind: "end_after" } },
      { after: 10, what: { on: "any", kind: "pause_before", ms: 6 * SECOND } },
      { after: 29, what: { on: "commit", of: "update intents", kind: "commit_lost" } },
      { after: 10, what: { on: "psa_write", kind: "unsent" } },
      { after: 11, what: { event: "time_passes", ms: DAY } },
    ],
  },
];
