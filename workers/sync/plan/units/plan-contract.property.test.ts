import { Decimal } from "decimal.js";
import { canonical } from "../exact";
import { splitInvoicedAmount } from "../money/invoiced-amount";
import { dateOf, dayNumber, theRules } from "../testing/build";
import { inputOf, scenes } from "../testing/contract-arbitraries";
import { eachDay } from "../testing/psa-model";
import { holdsForAll, printSeed } from "../testing/run-property";
import {
  type Applied,
  applyPlan,
  type ModelContract,
  type ModelService,
  readServices,
} from "../testing/units-model";
import { readBills } from "../timeline/from-bills";
import type { Segment } from "../types";
import { planContract } from "./plan-contract";
import type { ContractInput, ContractMember, ContractPlan, MemberPlan } from "./types";

beforeAll(() => printSeed("planContract"));

type Run = { model: ModelContract; input: ContractInput; plan: ContractPlan; applied: Applied };

const carriedOut = ({ kind }: MemberPlan) => kind === "change" || kind === "unchanged";

function stepOf(steps: Segment[], day: string): Segment | undefined {
  return steps.find(({ from, to }) => from <= day && (to === null || day <= to));
}

/** What counts of a member on a day: what its plan says, or what was confirmed where it says nothing. */
function countedOn(member: ContractMember, { plan, model }: Run, day: string): number {
  const own = plan.members.find(({ key }) => key === member.key);
  if (own && carriedOut(own)) return Number(stepOf(own.after, day)?.quantity ?? 0);
  const bills = model.services.some(({ id }) => member.storedServiceIds.includes(id));
  const counted = bills ? (member.confirmed ?? own?.before ?? []) : [];
  return Number(stepOf(counted, day)?.quantity ?? 0);
}

function unitsOn(services: ModelService[], day: string): number {
  return services.reduce((sum, service) => sum + (service.days.get(day)?.units ?? 0), 0);
}

/** The services by which the members of one sum are billed, once the plan is carried out. */
function servicesOf({ plan, applied }: Run, keys: string[]): ModelService[] {
  const ids = applied.serviceIds.filter((_, i) => plan.services[i]?.keys.join() === keys.join());
  return applied.contract.services.filter(({ id }) => ids.includes(id));
}

/** Members that are billed together, where something is adjusted. */
function adjustedSums({ plan }: Run): string[][] {
  const adjusted = plan.services.filter(({ adjustments }) => adjustments.length > 0);
  return [...new Map(adjusted.map(({ keys }) => [keys.join(), keys])).values()];
}

function daysToCome({ applied: { contract } }: Run): string[] {
  return eachDay(contract.boundary, contract.endDate);
}

function isBesideStranger({ issues }: MemberPlan): boolean {
  return issues.some(({ code }) => code === "existing_line");
}

function checkSums(run: Run): void {
  // Beside a strange service what stands is what ours hold, not what was confirmed.
  if (run.plan.members.some(isBesideStranger)) return;
  for (const keys of adjustedSums(run)) {
    const services = servicesOf(run, keys);
    const members = run.input.members.filter(({ key }) => keys.includes(key));
    for (const day of daysToCome(run)) {
      const sum = members.reduce((total, member) => total + countedOn(member, run, day), 0);
      expect([day, unitsOn(services, day)]).toEqual([day, sum]);
    }
  }
}

function checkPrices(run: Run): void {
  for (const own of run.plan.members.filter(carriedOut)) {
    const member = run.input.members.find(({ key }) => key === own.key);
    const keys = run.plan.services.find((service) => service.keys.includes(own.key))?.keys;
    if (!keys || member?.kind !== "planned") continue;
    const services = servicesOf(run, keys);
    for (const day of daysToCome(run).filter((date) => date >= (member.bills[0]?.periodStart ?? ""))) {
      const step = stepOf(own.after, day);
      const billing = services
        .map((service) => service.days.get(day))
        .filter((held) => held && held.units > 0);
      for (const held of billing) {
        if (step?.unitPrice) expect([day, canonical(held?.unitPrice ?? "")]).toEqual([day, step.unitPrice]);
        if (step?.unitCost) expect([day, canonical(held?.unitCost ?? "")]).toEqual([day, step.unitCost]);
      }
    }
  }
}

/** Services that are none of ours keep all of their days, ours those before the boundary. */
function checkUntouched({ model, input, applied }: Run): void {
  for (const service of model.services) {
    const now = applied.contract.services.find(({ id }) => id === service.id);
    const ours = input.members.some(({ storedServiceIds }) => storedServiceIds.includes(service.id));
    const billed = eachDay(model.boundary, model.endDate).some((day) => unitsOn([service], day) > 0);
    const lastDay = ours || !billed ? dateOf(dayNumber(model.boundary) - 1) : model.endDate;
    for (const day of eachDay("2026-08-01", lastDay)) {
      expect(now?.days.get(day)).toEqual(service.days.get(day));
    }
  }
}

test("the PSA takes each adjustment in its turn, and bills the sum of the members at their prices from the boundary on", () => {
  holdsForAll(scenes, 2_000, ({ model, input }) => {
    const plan = planContract(input);
    const run = { model, input, plan, applied: applyPlan(model, plan) };
    checkSums(run);
    checkPrices(run);
    checkUntouched(run);
    for (const { adjustments } of plan.services) {
      expect(new Set(adjustments.map(({ date }) => date)).size).toBe(adjustments.length);
    }
  });
});

/** The step function that the rows describe, day by day, written without the planner's code. */
function invoicedOn(member: Extract<ContractMember, { kind: "planned" }>, day: string): string {
  const rows = member.bills.flatMap((bill) => bill.lines);
  const lastDay = member.bills.at(-1)?.periodEnd ?? "";
  const row = rows.find(({ chargeStart, chargeEnd }) => chargeStart <= day && day <= chargeEnd);
  const closing = rows.at(-1);
  const carried = day > lastDay && closing && closing.chargeEnd >= lastDay ? closing : undefined;
  return canonical((row ?? carried)?.quantity ?? "0");
}

test("what is planned for a member is what its invoices say", () => {
  holdsForAll(scenes, 2_000, ({ input }) => {
    const plan = planContract(input);
    for (const member of input.members) {
      const own = plan.members.find(({ key }) => key === member.key);
      if (member.kind !== "planned" || !own || !carriedOut(own)) continue;
      const first = member.bills[0]?.periodStart ?? "";
      const days = eachDay(input.agreement.nextInvoiceDate ?? "", "2026-12-31").filter((day) => day >= first);
      const planned = days.map((day) => [day, stepOf(own.after, day)?.quantity ?? "0"]);
      expect(planned).toEqual(days.map((day) => [day, invoicedOn(member, day)]));
    }
  });
});

/** The next run's input after all of the plan was carried out. */
function afterwards({ input, plan, applied }: Run): ContractInput {
  const members = input.members.map((member): ContractMember => {
    const own = plan.members.find(({ key }) => key === member.key);
    const stored = new Set(member.storedServiceIds);
    plan.services.forEach(({ keys, forgotten }, i) => {
      const id = applied.serviceIds[i];
      if (id && keys.includes(member.key)) stored.add(id);
      if (id && forgotten.includes(member.key)) stored.delete(id);
    });
    const confirmed = own && carriedOut(own) ? own.confirmed : member.confirmed;
    return member.kind === "standing"
      ? { ...member, storedServiceIds: [...stored], confirmed: confirmed ?? [] }
      : { ...member, storedServiceIds: [...stored], confirmed };
  });
  return inputOf(applied.contract, { ...input, members });
}

function adjustmentsOf({ services }: ContractPlan) {
  return services.flatMap(({ adjustments }) => adjustments);
}

test("a plan carried out leaves nothing to adjust", () => {
  holdsForAll(scenes, 2_000, ({ model, input }) => {
    const plan = planContract(input);
    // Who is held as units of ours may have been moved by hand goes on once they add up again.
    const moved = input.members.filter(({ storedServiceIds }) => storedServiceIds.length > 0);
    if (plan.members.some((own) => isBesideStranger(own) && moved.some(({ key }) => key === own.key))) return;
    const again = planContract(afterwards({ model, input, plan, applied: applyPlan(model, plan) }));
    expect(adjustmentsOf(again)).toEqual([]);
    expect(again.extendTo).toBeNull();
  });
});

/** What the PSA bills by these services from the boundary to a day that ends a month. */
function billedUntil(
  { contract }: Applied,
  ids: string[],
  lastDay: string,
  field: "priceAmount" | "costAmount",
) {
  return readServices(contract)
    .filter(({ id }) => ids.includes(id))
    .flatMap(({ rows }) => rows)
    .filter(({ from, to }) => from >= contract.boundary && to <= lastDay)
    .reduce((sum, row) => sum.plus(row[field]), new Decimal(0));
}

test("each cent that a service bills otherwise than the invoices is told on its members", () => {
  const sameMonths = scenes.filter(
    ({ input: { members } }) =>
      new Set(
        members.map((one) => (one.kind === "planned" ? one.bills.map((bill) => bill.invoiceId).join() : "")),
      ).size === 1,
  );
  holdsForAll(sameMonths, 2_000, ({ model, input: scene }) => {
    const members = scene.members.map((member) =>
      member.kind === "planned"
        ? { ...member, strategy: "cost_and_retail" as const, subscriptionActive: false, rules: theRules() }
        : member,
    );
    const input = { ...scene, members };
    const plan = planContract(input);
    const run = { model, input, plan, applied: applyPlan(model, plan) };
    for (const keys of adjustedSums(run)) {
      const billing = members.filter(({ key }) => keys.includes(key));
      const ids = servicesOf(run, keys).map(({ id }) => id);
      for (const [field, price] of [
        ["priceAmount", "unitPrice"],
        ["costAmount", "unitCost"],
      ] as const) {
        let expected = new Decimal(0);
        let lastDay = "";
        let complete = true;
        for (const member of billing) {
          const own = plan.members.find(({ key }) => key === member.key);
          const read = member.kind === "planned" ? readBills(member.bills, member.strategy) : null;
          if (!own || !carriedOut(own) || read?.kind !== "read") complete = false;
          else {
            lastDay = read.invoiced.to;
            if (read.invoiced.from > model.boundary) complete = false;
            expected = expected
              .plus(splitInvoicedAmount(read.invoiced.rows, model.boundary, price).after)
              .plus(own.prorationDifference?.[field] ?? 0);
          }
        }
        if (!complete || billing.length === 0 || lastDay < model.boundary) continue;
        expect(billedUntil(run.applied, ids, lastDay, field).toFixed(2)).toBe(expected.toFixed(2));
      }
    }
  });
});
