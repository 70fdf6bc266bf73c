import { MINUTE } from "@/lib/clock";
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
];
