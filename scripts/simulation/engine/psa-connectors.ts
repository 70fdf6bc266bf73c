import { ApiError } from "@/lib/errors";
import { chargeOfLine } from "@/workers/connectors/line-charge";
import type { LinesPsa, PsaAgreement, PsaItem, UnitsPsa } from "@/workers/connectors/psa";
import { changeItem, createCharge, createItem } from "../world/common-writes";
import { changeLine, createLine, type LinesState } from "../world/lines-state";
import type { CommonState } from "../world/psa";
import { adjustUnits, servicesOf, type UnitsState } from "../world/units-state";
import type { psaCalls } from "./psa-calls";

type Calls<State extends CommonState> = ReturnType<typeof psaCalls<State>>;

export const billingCodes = { services: "code-1", charges: "code-2" } as const;

function commonPsa<State extends CommonState>({ read, write }: Calls<State>) {
  return {
    checkAccess: async () => ({ about: null, credentials: "accepted" as const, permissions: [] }),
    async *companies() {
      yield [];
    },
    async *agreements(): AsyncIterable<PsaAgreement[]> {
      yield await read("agreements", (state) => state.agreements);
    },
    async *items(): AsyncIterable<PsaItem[]> {
      yield await read("items", (state) => state.items);
    },
    choices: () =>
      read("choices", () => [
        {
          kind: "service_billing_code" as const,
          id: billingCodes.services,
          name: "Services",
          inactive: false,
        },
        { kind: "charge_billing_code" as const, id: billingCodes.charges, name: "Charges", inactive: false },
      ]),
    agreement: (agreementId: string) =>
      read(`agreement ${agreementId}`, (state) => findById(state.agreements, agreementId)),
    item: (itemId: string) => read(`item ${itemId}`, (state) => findById(state.items, itemId)),
    itemsBySku: (sku: string) =>
      read(`items of ${sku}`, (state) => state.items.filter(({ vendorSku }) => vendorSku === sku)),
    createItem: (desired: Parameters<LinesPsa["createItem"]>[0], limits: Limits) =>
      write({ operation: "create_item", desired, change: createItem<State>(desired) }, limits),
    changeItem: (itemId: string, desired: Parameters<LinesPsa["changeItem"]>[1], limits: Limits) =>
      write({ operation: "change_item", desired, change: changeItem<State>(itemId, desired) }, limits),
  };
}

type Limits = Parameters<LinesPsa["createItem"]>[1];

function findById<T extends { id: string }>(all: T[], id: string): T | null {
  return all.find((one) => one.id === id) ?? null;
}

/** ConnectWise as one run sees it. */
export function linesPsa(calls: Calls<LinesState>): LinesPsa {
  const { read, write } = calls;
  const linesOf = (state: LinesState, agreementId: string) =>
    state.lines.filter((line) => line.agreementId === agreementId);
  return {
    kind: "connectwise",
    ...commonPsa(calls),
    lines: (agreementId) => read(`lines of ${agreementId}`, (state) => linesOf(state, agreementId)),
    line: (agreementId, lineId) =>
      read(`line ${lineId}`, (state) => findById(linesOf(state, agreementId), lineId)),
    createLine: (agreementId, desired, limits) =>
      write({ operation: "create_line", desired, change: createLine(agreementId, desired) }, limits),
    changeLine: (current, desired, limits) =>
      write({ operation: "change_line", desired, change: changeLine(current.id, desired) }, limits),
    charges: (agreementId) =>
      read(`charges of ${agreementId}`, (state) =>
        linesOf(state, agreementId)
          .filter(({ reference }) => reference !== null)
          .map(chargeOfLine),
      ),
    createCharge: async (agreementId, desired, limits) => {
      const { itemId, reference, from, to, costAmount: unitCost, priceAmount: unitPrice } = desired;
      if (itemId === null) throw new ApiError({ service: "psa", kind: "rejected", status: 400 });
      const line = { itemId, reference, from, to, quantity: "1", unitCost, unitPrice, taxable: null };
      const change = createLine(agreementId, line);
      return chargeOfLine(await write({ operation: "create_charge", desired, change }, limits));
    },
  };
}

/** Autotask as one run sees it. */
export function unitsPsa(calls: Calls<UnitsState>): UnitsPsa {
  const { read, write } = calls;
  return {
    kind: "autotask",
    ...commonPsa(calls),
    services: (agreement) => read(`services of ${agreement.id}`, (state) => servicesOf(state, agreement)),
    servicesOfAll: (agreements) =>
      read(`services of ${agreements.map(({ id }) => id)}`, (state) =>
        agreements.map((agreement) => servicesOf(state, agreement)),
      ),
    itemServices: (wanted) =>
      read(`services of ${wanted.map(({ agreement, itemId }) => `${itemId} on ${agreement.id}`)}`, (state) =>
        wanted.map(({ agreement, itemId }) =>
          servicesOf(state, agreement).services.filter((service) => service.itemId === itemId),
        ),
      ),
    adjustUnits: async (desired, limits) => {
      await write({ operation: "adjust_units", desired, change: adjustUnits(desired) }, limits);
    },
    extendAgreement: async () => {
      throw new ApiError({ service: "psa", kind: "rejected", status: 400 });
    },
    charges: (agreementId) =>
      read(`charges of ${agreementId}`, (state) =>
        state.charges.filter((charge) => charge.agreementId === agreementId),
      ),
    createCharge: (agreementId, desired, limits) =>
      write(
        { operation: "create_charge", desired, change: createCharge<UnitsState>(agreementId, desired) },
        limits,
      ),
  };
}
