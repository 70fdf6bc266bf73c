import fc from "fast-check";
import type { IsoDate } from "@/lib/values";
import type { Segment } from "../types";
import type { ContractInput, ContractMember } from "../units/types";
import { billsFrom, strategies } from "./arbitraries";
import { dateOf, dayNumber } from "./build";
import { aContract, aContractInput, aMember, aStander } from "./build-contract";
import { type ModelContract, type ModelService, readServices } from "./units-model";

/** A contract in the PSA, and what the planner is told of it. */
export type Scene = { model: ModelContract; input: ContractInput };

const firstDay = "2026-08-01";
const prices = fc.constantFrom(
  { unitCost: "19.37", unitPrice: "28.19" },
  { unitCost: "20", unitPrice: "30" },
);
const units = fc.constantFrom(0, 1, 2, 3, 5);
const boundaries = fc.constantFrom("2026-09-01", "2026-10-01", "2026-10-15", "2026-11-01");
const changeDays = fc.integer({ min: 0, max: 130 }).map((day) => dateOf(dayNumber(firstDay) + day));

type Step = { day: IsoDate; units: number; price: { unitCost: string; unitPrice: string } };

const steps: fc.Arbitrary<Step[]> = fc
  .tuple(
    fc.record({ day: fc.constant(firstDay), units, price: prices }),
    fc.uniqueArray(fc.record({ day: changeDays, units, price: prices }), {
      selector: ({ day }) => day,
      maxLength: 3,
    }),
  )
  .map(([first, later]) => [
    first,
    ...later.filter(({ day }) => day > firstDay).sort((a, b) => (a.day < b.day ? -1 : 1)),
  ]);

function serviceOf(id: string, changes: Step[], adjusted: IsoDate[], endDate: IsoDate): ModelService {
  const days = new Map();
  for (let day = dayNumber(firstDay); day <= dayNumber(endDate); day++) {
    const date = dateOf(day);
    const step = changes.findLast((change) => change.day <= date);
    if (step) days.set(date, { units: step.units, ...step.price });
  }
  const cuts = new Set(changes.map(({ day }) => day).filter((day) => day <= endDate));
  return { id, itemId: "item-1", days, cuts, adjustedOn: new Set(adjusted) };
}

function timelineOf(changes: Step[]): Segment[] {
  return changes.flatMap(({ day, units: quantity, price }, i) => {
    const next = changes[i + 1];
    const to = next ? dateOf(dayNumber(next.day) - 1) : null;
    return quantity === 0 ? [] : [{ from: day, to, quantity: String(quantity), ...price }];
  });
}

const serviceIds = ["service-1", "service-2"];

function memberOf(key: string): fc.Arbitrary<ContractMember> {
  const stored = fc.constantFrom<string[]>([], ["service-1"], ["service-1"], ["service-2"], ["service-9"]);
  const confirmed = steps.map(timelineOf);
  const planned = fc
    .record({
      bills: fc
        .record({ first: fc.integer({ min: 0, max: 2 }), count: fc.integer({ min: 1, max: 2 }) })
        .chain(({ first, count }) => billsFrom(first, count)),
      confirmed: fc.option(confirmed),
      strategy: strategies,
      storedServiceIds: stored,
      subscriptionActive: fc.constantFrom(true, false, false),
    })
    .map((fields) => aMember(key, fields));
  const standing = fc
    .record({
      confirmed,
      storedServiceIds: stored,
      endsOn: fc.option(changeDays, { freq: 3 }),
    })
    .map((fields) => aStander(key, fields));
  return fc.oneof({ arbitrary: planned, weight: 4 }, { arbitrary: standing, weight: 1 });
}

/** Up to two services and four members of one item, often at odds with each other. */
export const scenes: fc.Arbitrary<Scene> = fc
  .record({
    boundary: boundaries,
    endDate: fc.constantFrom("2026-12-31", "2026-12-31", "2026-11-10"),
    services: fc.array(fc.record({ steps, adjusted: fc.uniqueArray(changeDays, { maxLength: 2 }) }), {
      maxLength: 2,
    }),
    members: fc
      .integer({ min: 1, max: 4 })
      .chain((count) => fc.tuple(...["a", "b", "c", "d"].slice(0, count).map(memberOf))),
    allowRepeat: fc.constantFrom(true, null, false),
    extend: fc.boolean(),
  })
  .map(({ boundary, endDate, services, members, allowRepeat, extend }) => {
    const model: ModelContract = {
      startDate: "2026-01-01",
      endDate,
      boundary,
      allowRepeat: allowRepeat !== false,
      services: services.map((service, i) =>
        serviceOf(serviceIds[i] ?? "", service.steps, service.adjusted, endDate),
      ),
    };
    const agreement = aContract({ nextInvoiceDate: boundary, endDate });
    return { model, input: inputOf(model, aContractInput({ agreement, members, allowRepeat, extend })) };
  });

/** What is told of a contract as it stands now. */
export function inputOf(model: ModelContract, told: ContractInput): ContractInput {
  return {
    ...told,
    agreement: { ...told.agreement, endDate: model.endDate },
    services: readServices(model),
    adjustedOn: new Map(model.services.map(({ id, adjustedOn }) => [id, adjustedOn])),
  };
}
