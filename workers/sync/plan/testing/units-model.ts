import { Decimal } from "decimal.js";
import type { IsoDate } from "@/lib/values";
import type { ContractService, UnitsAdjustment, UnitsRow } from "@/workers/connectors/psa";
import type { ContractPlan } from "../units/types";
import { dateOf, dayNumber, daysInMonth } from "./build";

type Day = { units: number; unitPrice: string; unitCost: string };

/** A contract service day by day; `cuts` are the dates on which its rows are split whatever they hold. */
export type ModelService = {
  id: string;
  itemId: string;
  days: Map<IsoDate, Day>;
  cuts: Set<IsoDate>;
  adjustedOn: Set<IsoDate>;
};

/** A contract whose periods are calendar months, and of which everything before `boundary` is posted. */
export type ModelContract = {
  startDate: IsoDate;
  endDate: IsoDate;
  boundary: IsoDate;
  allowRepeat: boolean;
  services: ModelService[];
};

/** What a service costs for which no price was ever named. */
const catalog = { unitPrice: "17", unitCost: "11" };

/** The contract does not take an adjustment. */
export class Refusal extends Error {}

/** The contract, and for each service of the plan the id of the one that was adjusted or made. */
export type Applied = { contract: ModelContract; serviceIds: (string | null)[] };

/** Sends a plan's adjustments one by one, as the PSA would take them; throws Refusal where it would not. */
export function applyPlan(contract: ModelContract, plan: ContractPlan): Applied {
  const after = structuredClone(contract);
  if (plan.extendTo !== null) extendContract(after, plan.extendTo);
  const serviceIds = plan.services.map(({ serviceId, adjustments }) => {
    let id = serviceId;
    for (const adjustment of adjustments) id = adjustContract(after, { ...adjustment, serviceId: id });
    return id;
  });
  return { contract: after, serviceIds };
}

/** Changes the contract. Gives the id of the service that was adjusted; throws Refusal. */
export function adjustContract(contract: ModelContract, adjustment: UnitsAdjustment): string {
  const { date, serviceId, itemId, unitPrice, unitCost } = adjustment;
  const change = Number(adjustment.unitChange);
  if (!Number.isInteger(change)) throw new Refusal("units are whole");
  if (date < contract.boundary) throw new Refusal(`${date} is posted`);
  if (date < contract.startDate || date > contract.endDate)
    throw new Refusal(`${date} is outside the contract`);
  const service = contract.services.find(({ id }) => id === serviceId) ?? makeService(contract, adjustment);
  if (service.itemId !== itemId) throw new Refusal("the service is another item's");
  if (service.adjustedOn.has(date)) throw new Refusal(`${date} was adjusted already`);
  for (const day of daysFrom(date, contract.endDate)) {
    const held = service.days.get(day) ?? { units: 0, ...priceBefore(service, day) };
    const next = {
      units: held.units + change,
      unitPrice: unitPrice ?? held.unitPrice,
      unitCost: unitCost ?? held.unitCost,
    };
    if (next.units < 0) throw new Refusal(`${day} would have ${next.units} units`);
    service.days.set(day, next);
  }
  service.adjustedOn.add(date);
  service.cuts.add(date);
  return service.id;
}

function makeService(contract: ModelContract, { serviceId, itemId, repeat }: UnitsAdjustment): ModelService {
  if (serviceId !== null) throw new Refusal(`there is no service ${serviceId}`);
  const stands = contract.services.some((service) => service.itemId === itemId);
  if (stands && !repeat) throw new Refusal("the adjustment would go to the service that stands");
  if (stands && !contract.allowRepeat) throw new Refusal("the tenant takes no second service of an item");
  const service = {
    id: `made-${contract.services.length + 1}`,
    itemId,
    days: new Map(),
    cuts: new Set<IsoDate>(),
    adjustedOn: new Set<IsoDate>(),
  };
  contract.services.push(service);
  return service;
}

function extendContract(contract: ModelContract, endDate: IsoDate): void {
  for (const service of contract.services) {
    const last = service.days.get(contract.endDate);
    if (!last) continue;
    for (const day of daysFrom(contract.endDate, endDate)) service.days.set(day, { ...last });
  }
  contract.endDate = endDate;
}

/** The services as a connector reads them. */
export function readServices(contract: ModelContract): ContractService[] {
  return contract.services.map((service) => {
    const rows = rowsOf(service, contract);
    const last = service.days.get(contract.endDate);
    return {
      id: service.id,
      agreementId: "agreement-1",
      itemId: service.itemId,
      itemName: "Microsoft 365 Business Premium",
      unitPrice: last?.unitPrice ?? catalog.unitPrice,
      unitCost: last?.unitCost ?? catalog.unitCost,
      rows,
    };
  });
}

function rowsOf(service: ModelService, { boundary }: ModelContract): UnitsRow[] {
  const rows: (UnitsRow & { day: Day })[] = [];
  for (const [date, day] of [...service.days].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const last = rows.at(-1);
    const starts = date.endsWith("-01") || service.cuts.has(date) || date === boundary;
    if (last && !starts) last.to = date;
    else {
      const id = `${service.id}-${date}`;
      const row = { id, from: date, to: date, units: String(day.units), priceAmount: "", costAmount: "" };
      rows.push({ ...row, posted: date < boundary, day });
    }
  }
  return rows.map(({ day, ...row }) => {
    const share = new Decimal(dayNumber(row.to) - dayNumber(row.from) + 1).div(daysInMonth(row.from));
    const amount = (price: string) =>
      new Decimal(day.units).times(price).times(share).toFixed(2, Decimal.ROUND_HALF_UP);
    return { ...row, priceAmount: amount(day.unitPrice), costAmount: amount(day.unitCost) };
  });
}

function priceBefore(service: ModelService, day: IsoDate): Pick<Day, "unitPrice" | "unitCost"> {
  const first = [...service.days.keys()].sort()[0];
  const known = first !== undefined && day < first ? service.days.get(first) : undefined;
  return { unitPrice: known?.unitPrice ?? catalog.unitPrice, unitCost: known?.unitCost ?? catalog.unitCost };
}

function daysFrom(from: IsoDate, to: IsoDate): IsoDate[] {
  const days: IsoDate[] = [];
  for (let day = dayNumber(from); day <= dayNumber(to); day++) days.push(dateOf(day));
  return days;
}
