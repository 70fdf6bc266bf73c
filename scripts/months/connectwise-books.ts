import { z } from "zod";
import { addMonths } from "@/sandbox/world/plain-dates";
import { callControl } from "./control-call";
import { byNameAndDay, type PsaBooks, whatIs } from "./psa-books";

const additions = z.array(
  z.looseObject({
    id: z.int(),
    invoiceDescription: z.string().nullish(),
    effectiveDate: z.string(),
    cancelledDate: z.string().nullish(),
    quantity: z.number(),
    unitCost: z.number(),
    unitPrice: z.number(),
    serialNumber: z.string().nullish(),
  }),
);

const agreement = z.looseObject({ periodType: z.string(), nextInvoiceDate: z.string() });

const answer = z.looseObject({
  invoices: z.array(
    z.looseObject({
      agreementId: z.int(),
      lines: z.array(
        z.looseObject({
          additionId: z.int(),
          serialNumber: z.string().nullable(),
          description: z.string(),
          quantity: z.string(),
          from: z.string(),
          to: z.string(),
          days: z.int(),
          periodDays: z.int(),
          unitPrice: z.string(),
          amount: z.string(),
          unitCost: z.string(),
          cost: z.string(),
        }),
      ),
    }),
  ),
});

/** ConnectWise's additions that carry a reference of ours, which names a subscription, a customer or a line. */
export function connectWiseBooks(control: string): PsaBooks {
  return {
    async openFrom(agreementId) {
      const path = `/entities/connectwise/agreements/${agreementId}`;
      const { periodType, nextInvoiceDate } = agreement.parse(await callControl(control, "GET", path));
      const next = nextInvoiceDate.slice(0, 10);
      return periodType === "Future" ? next : addMonths(next, -1);
    },
    async held(agreementId) {
      const path = `/entities/connectwise/additions?agreementId=${agreementId}`;
      return additions
        .parse(await callControl(control, "GET", path))
        .filter(({ serialNumber }) => isOurs(serialNumber ?? null))
        .map((addition) => ({
          id: String(addition.id),
          what: whatIs(addition.serialNumber ?? null),
          reference: addition.serialNumber ?? null,
          name: addition.invoiceDescription ?? "",
          from: addition.effectiveDate.slice(0, 10),
          to: addition.cancelledDate?.slice(0, 10) ?? null,
          quantity: String(addition.quantity),
          ofOne: { cost: String(addition.unitCost), price: String(addition.unitPrice) },
          ofRow: null,
        }))
        .sort(byNameAndDay);
    },
    async bill(agreementIds) {
      const request = { agreementIds: agreementIds.map(Number) };
      const { invoices } = answer.parse(await callControl(control, "POST", "/bill", request));
      return invoices.flatMap((invoice) =>
        invoice.lines
          .filter(({ serialNumber }) => isOurs(serialNumber))
          .map(({ additionId, serialNumber, description, amount, ...line }) => ({
            ...line,
            agreementId: String(invoice.agreementId),
            heldId: String(additionId),
            what: whatIs(serialNumber),
            reference: serialNumber,
            name: description,
            price: amount,
          })),
      );
    },
  };
}

function isOurs(reference: string | null): boolean {
  return reference?.includes(":") ?? false;
}
