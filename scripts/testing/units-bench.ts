import { z } from "zod";
import type { RigOptions } from "./rig";
import { agreementOf, positionsOf } from "./rig-records";
import { startWriteBench, type WriteBench } from "./write-bench";

const row = z.looseObject({
  contractID: z.number(),
  contractServiceID: z.number(),
  serviceID: z.number(),
  startDate: z.string(),
  endDate: z.string(),
  units: z.number(),
});

const service = z.looseObject({ id: z.number(), name: z.string() });

/** Units of one service on one day, and those of its contract services by their ids. */
export type HeldUnits = { units: number; byService: Map<number, number> };

export type UnitsBench = WriteBench & {
  /** What a customer's contract holds on a day, by the name of the service. */
  unitsOf: (customerName: string, day: string) => Promise<Map<string, HeldUnits>>;
  /** The sum of what we believe to have confirmed for keys on a day, by whose mapping is to this contract. */
  confirmedOn: (day: string) => Promise<number>;
  /** All units of services that we made, on a day, over all contracts. */
  ourUnitsOn: (day: string) => Promise<number>;
};

/** A rig with Autotask whose products are in the PSA and whose customers are all off; waits for units are short. */
export async function startUnitsBench(
  options: Omit<RigOptions, "customers" | "psa"> = {},
): Promise<UnitsBench> {
  const sleep = async () => undefined;
  const bench = await startWriteBench({ ...options, psa: "autotask", engine: { sleep, ...options.engine } });

  async function rowsOn(day: string) {
    const rows = z.array(row).parse(await bench.control.entities("autotask", "contractServiceUnits"));
    return rows.filter(
      ({ startDate, endDate }) => startDate.slice(0, 10) <= day && day <= endDate.slice(0, 10),
    );
  }

  const foreign = new Set((await rowsOn("2026-12-31")).map(({ contractServiceID }) => contractServiceID));
  return {
    ...bench,
    unitsOf: async (customerName, day) => {
      const contractId = Number(await agreementOf(bench, customerName));
      const names = new Map(
        z
          .array(service)
          .parse(await bench.control.entities("autotask", "services"))
          .map(({ id, name }) => [id, name]),
      );
      const held = new Map<string, HeldUnits>();
      for (const one of await rowsOn(day)) {
        if (one.contractID !== contractId || foreign.has(one.contractServiceID)) continue;
        const name = names.get(one.serviceID) ?? "";
        const known = held.get(name) ?? { units: 0, byService: new Map<number, number>() };
        known.byService.set(one.contractServiceID, one.units);
        held.set(name, { ...known, units: known.units + one.units });
      }
      return held;
    },
    confirmedOn: async (day) => {
      const positions = await positionsOf(bench);
      const steps = positions.flatMap(({ confirmed }) => confirmed ?? []);
      return steps
        .filter(({ from, to }) => from <= day && (to === null || day <= to))
        .reduce((sum, { quantity }) => sum + Number(quantity), 0);
    },
    ourUnitsOn: async (day) =>
      (await rowsOn(day))
        .filter(({ contractServiceID }) => !foreign.has(contractServiceID))
        .reduce((sum, { units }) => sum + units, 0),
  };
}
