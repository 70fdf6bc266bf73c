import { z } from "zod";
import { addDays } from "@/sandbox/world/plain-dates";
import { callControl } from "./control-call";
import { byNameAndDay, type HeldLine, type PsaBooks, whatIs } from "./psa-books";

const units = z.array(
  z.looseObject({
    contractServiceID: z.int(),
    serviceID: z.int(),
    startDate: z.string(),
    endDate: z.string(),
    approveAndPostDate: z.string().nullable(),
    units: z.number(),
    price: z.number(),
    cost: z.number(),
  }),
);

const contract = z.looseObject({ startDate: z.string() });

const services = z.array(z.looseObject({ id: z.int(), name: z.string() }));

const charges = z.array(
  z.looseObject({
    id: z.int(),
    name: z.string(),
    datePurchased: z.string(),
    unitQuantity: z.number(),
    unitPrice: z.number(),
    unitCost: z.number(),
    internalPurchaseOrderNumber: z.string().nullable(),
  }),
);

const answer = z.looseObject({
  invoices: z.array(
    z.looseObject({
      contractId: z.int(),
      lines: z.array(
        z.looseObject({
          contractServiceId: z.int().nullable(),
          chargeId: z.int().nullable(),
          name: z.string(),
          reference: z.string().nullable(),
          units: z.string(),
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

/** The SKU by which the product knows its services, in their names. */
const mark = /\s*\bPC_\S+\s*/;

/** Autotask's services that bear our mark, row by row, and the charges that carry a reference of ours. */
export function autotaskBooks(control: string): PsaBooks {
  const read = (path: string) => callControl(control, "GET", `/entities/autotask/${path}`);

  async function heldUnits(contractId: string): Promise<HeldLine[]> {
    const named = new Map(services.parse(await read("services")).map(({ id, name }) => [id, name]));
    const rows = units.parse(await read(`contractServiceUnits?contractID=${contractId}`));
    return rows.flatMap((row) => {
      const name = named.get(row.serviceID) ?? "";
      if (!mark.test(name) || row.units === 0) return [];
      return {
        id: String(row.contractServiceID),
        what: "line",
        reference: null,
        name: name.replace(mark, ""),
        from: row.startDate.slice(0, 10),
        to: row.endDate.slice(0, 10),
        quantity: String(row.units),
        ofOne: null,
        ofRow: { cost: row.cost.toFixed(2), price: row.price.toFixed(2) },
      };
    });
  }

  async function heldCharges(contractId: string): Promise<HeldLine[]> {
    const rows = charges.parse(await read(`contractCharges?contractID=${contractId}`));
    return rows.flatMap(({ id, internalPurchaseOrderNumber: reference, ...row }) => {
      if (whatIs(reference) !== "charge") return [];
      const day = row.datePurchased.slice(0, 10);
      const ofOne = { cost: String(row.unitCost), price: String(row.unitPrice) };
      const quantity = String(row.unitQuantity);
      return {
        id: String(id),
        what: "charge",
        reference,
        name: row.name,
        from: day,
        to: day,
        quantity,
        ofOne,
        ofRow: null,
      };
    });
  }

  return {
    async openFrom(contractId) {
      const rows = units.parse(await read(`contractServiceUnits?contractID=${contractId}`));
      const posted = rows.filter(({ approveAndPostDate }) => approveAndPostDate !== null);
      const last = posted
        .map(({ endDate }) => endDate.slice(0, 10))
        .sort()
        .at(-1);
      if (last !== undefined) return addDays(last, 1);
      return contract.parse(await read(`contracts/${contractId}`)).startDate.slice(0, 10);
    },
    async held(contractId) {
      return [...(await heldUnits(contractId)), ...(await heldCharges(contractId))].sort(byNameAndDay);
    },
    async bill(contractIds) {
      const request = { service: "autotask", contractIds: contractIds.map(Number) };
      const { invoices } = answer.parse(await callControl(control, "POST", "/bill", request));
      return invoices.flatMap((invoice) =>
        invoice.lines
          .filter(({ name, reference }) => mark.test(name) || whatIs(reference) === "charge")
          .map(({ contractServiceId, chargeId, name, units: quantity, amount, ...line }) => ({
            ...line,
            agreementId: String(invoice.contractId),
            heldId: String(contractServiceId ?? chargeId),
            what: chargeId === null ? ("line" as const) : ("charge" as const),
            name: name.replace(mark, ""),
            quantity,
            price: amount,
          })),
      );
    },
  };
}
