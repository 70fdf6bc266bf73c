import type { IsoDate } from "@/lib/values";
import type { ContractService } from "@/workers/connectors/psa";
import type { BillingCalendar } from "../calendar/boundary";
import { clipSegments } from "../timeline/timeline";
import type { Segment } from "../types";
import type { Extension } from "./extension";
import type { ContractInput } from "./types";

/** A contract as read, with its services' rows as steps. */
export type Contract = {
  input: ContractInput;
  calendar: BillingCalendar;
  extension: Extension;
  /** By service, on all days. */
  held: ReadonlyMap<string, Segment[]>;
};

/** The service has units on a day that is not posted yet. */
export function billsFrom(held: Segment[] | undefined, boundary: IsoDate): boolean {
  return clipSegments(held ?? [], boundary, null).some(({ quantity }) => quantity !== "0");
}

export function isOurs({ input }: Contract, service: ContractService): boolean {
  return input.members.some(({ storedServiceIds }) => storedServiceIds.includes(service.id));
}
