import { z } from "zod";
import { buildWorld, suggestedMappings } from "@/sandbox/world/build";
import type { ScenarioName } from "@/sandbox/world/seed";
import type { DemoPsa } from "@/scripts/demo/seed-connections";
import { autotaskBooks } from "@/scripts/months/autotask-books";
import { connectWiseBooks } from "@/scripts/months/connectwise-books";
import type { Amounts, PsaBooks } from "@/scripts/months/psa-books";
import { sumOf } from "@/scripts/testing/contract-bills";
import type { ProductRig } from "@/scripts/testing/product-rig";
import { testUsageMonth } from "@/scripts/testing/rig";

/** A customer and where the demo has mapped it. */
export type Mapped = { customer: string; agreementId: number };

/** What a walk does in a PSA as a person who sits before it, and how that PSA is named in the portal. */
export type WalkedPsa = {
  kind: DemoPsa;
  name: string;
  books: (rig: ProductRig) => PsaBooks;
  /** Of the agreements or contracts, those whose periods are calendar months, as PRISM's are. */
  mapped: (rig: ProductRig) => Promise<Mapped[]>;
  end: (rig: ProductRig, agreementId: number, lastDay: string) => Promise<void>;
  /** Takes that end back. */
  extend: (rig: ProductRig, agreementId: number) => Promise<void>;
  /** Makes what an amount without a product is booked under. */
  takeAdjustments: (rig: ProductRig) => Promise<void>;
};

const contract = z.looseObject({ id: z.int(), startDate: z.string(), endDate: z.string() });

function clerkMapped(psa: DemoPsa, scenario: ScenarioName): Mapped[] {
  const world = buildWorld({ scenario, newestUsageMonth: testUsageMonth });
  return suggestedMappings(world, psa).map(({ customerName, agreementId }) => ({
    customer: customerName,
    agreementId,
  }));
}

const connectwise: WalkedPsa = {
  kind: "connectwise",
  name: "ConnectWise",
  books: ({ sandbox }) => connectWiseBooks(sandbox.endpoints.control),
  mapped: async (rig) => clerkMapped("connectwise", rig.sandbox.scenario),
  end: (rig, id, lastDay) =>
    rig.control.edit("connectwise", "agreements", id, { endDate: lastDay, noEndingDateFlag: false }),
  takeAdjustments: async (rig) => {
    const catalog = await rig.control.entities("connectwise", "catalog");
    const item = catalog.find(({ identifier }) => identifier === "MS-SERVER");
    await rig.control.edit("connectwise", "catalog", Number(item?.id), { vendorSku: "PRISM-ADJUSTMENT" });
  },
  extend: (rig, id) =>
    rig.control.edit("connectwise", "agreements", id, { endDate: null, noEndingDateFlag: true }),
};

const autotask: WalkedPsa = {
  kind: "autotask",
  name: "Autotask",
  books: ({ sandbox }) => autotaskBooks(sandbox.endpoints.control),
  mapped: async (rig) => {
    const contracts = z.array(contract).parse(await rig.control.entities("autotask", "contracts"));
    const byTheMonth = new Set(
      contracts.filter(({ startDate }) => startDate.slice(8, 10) === "01").map(({ id }) => id),
    );
    return clerkMapped("autotask", rig.sandbox.scenario).filter(({ agreementId }) =>
      byTheMonth.has(agreementId),
    );
  },
  end: (rig, id, endDate) => rig.control.edit("autotask", "contracts", id, { endDate }),
  // A charge of a contract needs no service.
  takeAdjustments: async () => {},
  extend: (rig, id) => rig.control.edit("autotask", "contracts", id, { endDate: "2028-12-31" }),
};

export const walkedPsas = [connectwise, autotask];

/** Bills the next month of these; what of it is ours, in all. */
export async function billAll(psa: WalkedPsa, rig: ProductRig, mapped: Mapped[]): Promise<Amounts> {
  const lines = await psa.books(rig).bill(mapped.map(({ agreementId }) => String(agreementId)));
  return { cost: sumOf(lines.map(({ cost }) => cost)), price: sumOf(lines.map(({ price }) => price)) };
}
