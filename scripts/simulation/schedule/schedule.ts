import fc from "fast-check";
import { HOUR, MINUTE } from "@/lib/clock";
import { type Fault, faults } from "./faults";
import { quantities, type WorldPlan, worldPlans } from "./world-plan";

/** What happens around the workers. Customers, subscriptions and lines are chosen by number, modulo how many there are. */
export type WorldEvent =
  | { event: "new_invoice" }
  | { event: "correct_invoice"; subscription: number; quantity: string }
  | { event: "run"; kind: "customers" | "products" }
  | { event: "retry" }
  /** All that is held for its size. */
  | { event: "approve" }
  /** A person changes what the PSA holds. */
  | { event: "edit_line"; line: number; quantity: string }
  | { event: "delete_line"; line: number }
  | { event: "exclude"; item: number }
  /** Whatever is excluded is taken in again. */
  | { event: "include" }
  | { event: "turn_off"; customer: number }
  | { event: "turn_on"; customer: number }
  /** The queue loses everything, or delivers everything once more. */
  | { event: "lose_bells" }
  | { event: "double_bells" }
  /** All workers end; new ones start when the time has passed. */
  | { event: "outage"; ms: number }
  | { event: "time_passes"; ms: number };

export type Disturbance = {
  /** Steps since the one before. */
  after: number;
  what: Fault | WorldEvent;
};

export type Schedule = {
  world: WorldPlan;
  workers: 1 | 2 | 3;
  /** Who goes on where several could: 0 is always the one that waits longest, else a seed. */
  turns: number;
  disturbances: Disturbance[];
};

const numbers = fc.nat({ max: 7 });

const events: fc.Arbitrary<WorldEvent> = fc.oneof(
  fc.constant({ event: "new_invoice" as const }),
  fc.record({ event: fc.constant("correct_invoice" as const), subscription: numbers, quantity: quantities }),
  {
    weight: 2,
    arbitrary: fc.record({
      event: fc.constant("run" as const),
      kind: fc.constantFrom("customers" as const, "customers" as const, "products" as const),
    }),
  },
  fc.constantFrom({ event: "retry" as const }, { event: "approve" as const }),
  fc.record({ event: fc.constant("edit_line" as const), line: numbers, quantity: quantities }),
  fc.record({ event: fc.constant("delete_line" as const), line: numbers }),
  fc.record({ event: fc.constant("turn_off" as const), customer: numbers }),
  fc.record({ event: fc.constant("turn_on" as const), customer: numbers }),
  fc.record({ event: fc.constant("exclude" as const), item: numbers }),
  fc.constant({ event: "include" as const }),
  fc.constantFrom({ event: "lose_bells" as const }, { event: "double_bells" as const }),
  fc.constant({ event: "outage" as const, ms: HOUR }),
  fc.constantFrom(5 * MINUTE, 24 * HOUR).map((ms) => ({ event: "time_passes" as const, ms })),
);

const disturbances: fc.Arbitrary<Disturbance> = fc.record({
  after: fc.oneof(fc.nat({ max: 4 }), fc.nat({ max: 40 })),
  what: fc.oneof({ weight: 3, arbitrary: faults }, { weight: 2, arbitrary: events }),
});

/** Whatever happens in the life of one small organisation. */
export function schedulesOf(psa: WorldPlan["psa"]): fc.Arbitrary<Schedule> {
  return fc.record({
    world: worldPlans(psa),
    workers: fc.constantFrom(2 as const, 1 as const, 3 as const),
    turns: fc.oneof(fc.constant(0), fc.nat({ max: 2 ** 31 - 1 })),
    disturbances: fc.array(disturbances, { maxLength: 14, size: "max" }),
  });
}
