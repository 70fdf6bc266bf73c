import { Decimal } from "decimal.js";
import type { z } from "zod";
import { ApiError } from "@/lib/errors";
import type { IsoDate } from "@/lib/values";
import type { AgreementLine, LineChange, NewLine } from "../../psa";
import { exactNumber } from "../../wire/json";
import { service } from "../errors";
import type { additionSchema } from "../schemas";

export type Addition = z.output<typeof additionSchema>;
export type PatchOperation = { op: "replace" | "remove"; path: string; value?: unknown };

const longestSerialNumber = 50;
const Exact = Decimal.clone({ precision: 60 });

/** An addition has no status of its own: without `cancelledDate`, its last billed day, it is open. */
export function mapAddition(agreementId: string, addition: Addition): AgreementLine {
  const includedQuantity = addition.lessIncluded ?? "0";
  return {
    id: addition.id,
    agreementId,
    itemId: addition.product.id,
    itemName: addition.description ?? addition.product.identifier ?? "",
    from: addition.effectiveDate,
    to: addition.cancelledDate,
    quantity: new Exact(addition.quantity).minus(includedQuantity).toFixed(),
    includedQuantity,
    unitCost: addition.unitCost,
    unitPrice: addition.unitPrice,
    reference: addition.serialNumber,
    taxable: addition.taxableFlag,
    billable: addition.billCustomer === "Billable",
  };
}

/**
 * The body that creates an addition; what is left out, ConnectWise takes from the catalogue item: so, too, what the
 * customer reads on the invoice, unless a text of its own is given.
 */
export function additionBody(line: NewLine, invoiceText?: string): Record<string, unknown> {
  return {
    product: { id: exactNumber(line.itemId) },
    quantity: exactNumber(line.quantity),
    lessIncluded: 0,
    ...(line.unitPrice === null ? {} : { unitPrice: exactNumber(line.unitPrice) }),
    ...(line.unitCost === null ? {} : { unitCost: exactNumber(line.unitCost) }),
    billCustomer: "Billable",
    effectiveDate: midnight(line.from),
    ...(line.to === null ? {} : { cancelledDate: midnight(line.to) }),
    ...(line.taxable === null ? {} : { taxableFlag: line.taxable }),
    serialNumber: serialNumber(line.reference),
    ...(invoiceText === undefined ? {} : { invoiceDescription: invoiceText }),
  };
}

/** Only what changes, each field by its bare name; a line without end has no `cancelledDate`, so that one is removed. */
export function additionPatch(current: AgreementLine, change: LineChange): PatchOperation[] {
  const operations: PatchOperation[] = [];
  const replace = (path: string, value: unknown) => operations.push({ op: "replace", path, value });
  if (change.quantity !== undefined) {
    replace("quantity", exactNumber(new Exact(change.quantity).plus(current.includedQuantity).toFixed()));
  }
  if (change.unitPrice !== undefined) replace("unitPrice", exactNumber(change.unitPrice));
  if (change.unitCost !== undefined) replace("unitCost", exactNumber(change.unitCost));
  if (change.from !== undefined) replace("effectiveDate", midnight(change.from));
  if (change.to === null) operations.push({ op: "remove", path: "cancelledDate" });
  else if (change.to !== undefined) replace("cancelledDate", midnight(change.to));
  if (change.reference !== undefined) replace("serialNumber", serialNumber(change.reference));
  return operations;
}

function midnight(date: IsoDate): string {
  return `${date}T00:00:00Z`;
}

function serialNumber(reference: string): string {
  if (reference.length <= longestSerialNumber) return reference;
  const words = `The reference ${reference} is longer than the ${longestSerialNumber} characters of a serial number.`;
  throw new ApiError({ service, kind: "rejected", words });
}
