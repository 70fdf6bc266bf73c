import type { PsaConnector } from "@/workers/connectors/psa";
import { type Landings, psaCalls } from "../engine/psa-calls";
import { linesPsa, unitsPsa } from "../engine/psa-connectors";
import type { Process, Steps } from "../engine/steps";
import type { WorldPlan } from "../schedule/world-plan";
import { changeLine, deleteLine, emptyLines, type LinesState } from "./lines-state";
import { Mailbox } from "./mailbox";
import { Prism } from "./prism";
import { Psa, type PsaWrite, type Sender } from "./psa";
import { adjustUnits, emptyUnits, type UnitsState } from "./units-state";

/** All that is outside of the product. */
export type World = {
  plan: WorldPlan;
  prism: Prism;
  psa: { kind: "connectwise"; of: Psa<LinesState> } | { kind: "autotask"; of: Psa<UnitsState> };
  mailbox: Mailbox;
  landings: Landings;
  connectPsa: (steps: Steps, process: Process, sender: Sender) => PsaConnector;
  writes: () => readonly PsaWrite[];
  /** A person changes the quantity of a line or service; takes a line away. False: there is nothing to change. */
  editLine: (line: number, quantity: string, now: number) => boolean;
  deleteLine: (line: number, now: number) => boolean;
};

export function createWorld(plan: WorldPlan): World {
  return plan.psa === "connectwise" ? connectWiseWorld(plan) : autotaskWorld(plan);
}

function connectWiseWorld(plan: WorldPlan): World {
  const psa = new Psa(emptyLines());
  const landings: Landings = [];
  const ours = () => psa.state.lines.filter(({ reference }) => reference?.endsWith(":licence"));
  const nth = (line: number) => ours()[line % Math.max(1, ours().length)];
  const byPerson = (operation: string, desired: unknown, now: number) => ({
    operation,
    desired,
    sentAt: now,
    at: now,
    by: "person" as const,
  });
  return {
    plan,
    prism: new Prism(plan),
    psa: { kind: "connectwise", of: psa },
    mailbox: new Mailbox(),
    landings,
    connectPsa: (steps, process, sender) =>
      linesPsa(psaCalls({ steps, process, psa, kind: "connectwise", sender, landings })),
    writes: () => psa.log,
    editLine: (line, quantity, now) => {
      const found = nth(line);
      if (!found) return false;
      psa.write(byPerson("edit", { id: found.id, quantity }, now), changeLine(found.id, { quantity }));
      return true;
    },
    deleteLine: (line, now) => {
      const found = nth(line);
      if (!found) return false;
      psa.write(byPerson("delete", { id: found.id }, now), deleteLine(found.id));
      return true;
    },
  };
}

function autotaskWorld(plan: WorldPlan): World {
  const psa = new Psa(emptyUnits());
  const landings: Landings = [];
  return {
    plan,
    prism: new Prism(plan),
    psa: { kind: "autotask", of: psa },
    mailbox: new Mailbox(),
    landings,
    connectPsa: (steps, process, sender) =>
      unitsPsa(psaCalls({ steps, process, psa, kind: "autotask", sender, landings })),
    writes: () => psa.log,
    editLine: (line, quantity, now) => {
      const services = Object.entries(psa.state.contracts).flatMap(([agreementId, { services }]) =>
        services.map(({ id, itemId }) => ({ agreementId, id, itemId })),
      );
      const found = services[line % Math.max(1, services.length)];
      if (!found) return false;
      const desired = {
        agreementId: found.agreementId,
        itemId: found.itemId,
        serviceId: found.id,
        repeat: false,
        date: "2026-11-15",
        unitChange: quantity,
        unitPrice: null,
        unitCost: null,
      };
      const of = { operation: "edit", desired, sentAt: now, at: now, by: "person" as const };
      psa.write(of, adjustUnits(desired));
      return true;
    },
    // A contract service cannot be taken away once it has units.
    deleteLine: () => false,
  };
}
