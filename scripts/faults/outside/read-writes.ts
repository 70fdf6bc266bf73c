import { z } from "zod";
import { callControl } from "../../months/control-call";
import { type PsaName, whatIs } from "../../months/psa-books";
import type { SeenWrite } from "../checker/seen";

const logged = z.looseObject({
  seq: z.int(),
  service: z.string(),
  method: z.string(),
  path: z.string(),
  entity: z.unknown(),
});

const addition = z.looseObject({
  id: z.int(),
  agreementId: z.int(),
  serialNumber: z.string().nullish(),
  effectiveDate: z.string(),
  cancelledDate: z.string().nullish(),
  quantity: z.number(),
});

const catalogItem = z.looseObject({ id: z.int(), vendorSku: z.string().nullish() });

const adjustment = z.looseObject({
  contractID: z.int(),
  contractServiceID: z.int(),
  serviceID: z.int(),
  effectiveDate: z.string(),
  unitChange: z.number(),
});

const charge = z.looseObject({
  id: z.int(),
  contractID: z.int(),
  internalPurchaseOrderNumber: z.string().nullish(),
  datePurchased: z.string(),
  unitQuantity: z.union([z.number(), z.string()]),
});

const service = z.looseObject({ id: z.int(), name: z.string() });
const contract = z.looseObject({ id: z.int() });

type Logged = z.infer<typeof logged>;
type Told = Omit<SeenWrite, "seq" | "does">;

/** The SKU by which the product knows Autotask's services, in their names. */
const mark = /\s*\bPC_\S+\s*/;

/** The writes that the PSA's sandbox has accepted after one of its numbers, oldest first. */
export async function readWrites(control: string, psa: PsaName, since = 0): Promise<SeenWrite[]> {
  const all = z.array(logged).parse(await callControl(control, "GET", `/writes?since=${since}`));
  const own = all.filter((one) => one.service === psa);
  if (psa === "connectwise") return own.map((write) => ({ ...doneBy(write), ...ofConnectWise(write) }));
  const services = z.array(service).parse(await callControl(control, "GET", "/entities/autotask/services"));
  const names = new Map(services.map(({ id, name }) => [id, name.replace(mark, "")]));
  return own.map((write) => ({ ...doneBy(write), ...ofAutotask(write, names) }));
}

function doneBy({ seq, method }: Logged): Pick<SeenWrite, "seq" | "does"> {
  return { seq, does: method === "POST" ? "create" : method === "DELETE" ? "delete" : "change" };
}

const nothing = { id: null, agreementId: null, reference: null, from: null, until: null, quantity: null };

function ofConnectWise({ path, entity }: Logged): Told {
  if (path.includes("/additions")) {
    if (entity === null) return { ...nothing, to: "line" };
    const { id, agreementId, serialNumber, effectiveDate, cancelledDate, quantity } = addition.parse(entity);
    return {
      to: whatIs(serialNumber ?? null),
      id: String(id),
      agreementId: String(agreementId),
      reference: serialNumber ?? null,
      from: effectiveDate.slice(0, 10),
      until: cancelledDate?.slice(0, 10) ?? null,
      quantity: String(quantity),
    };
  }
  if (!path.includes("/catalog") || entity === null) return { ...nothing, to: "agreement" };
  const { id, vendorSku } = catalogItem.parse(entity);
  return { ...nothing, to: "item", id: String(id), reference: vendorSku ?? null };
}

function ofAutotask({ path, entity }: Logged, names: Map<number, string>): Told {
  if (/Adjustments$/i.test(path)) {
    const { contractID, contractServiceID, serviceID, effectiveDate, unitChange } = adjustment.parse(entity);
    return {
      to: "units",
      id: String(contractServiceID),
      agreementId: String(contractID),
      reference: names.get(serviceID) ?? null,
      from: effectiveDate.slice(0, 10),
      until: null,
      quantity: String(unitChange),
    };
  }
  if (/\/Charges/i.test(path)) {
    if (entity === null) return { ...nothing, to: "charge" };
    const read = charge.parse(entity);
    const day = read.datePurchased.slice(0, 10);
    return {
      to: "charge",
      id: String(read.id),
      agreementId: String(read.contractID),
      reference: read.internalPurchaseOrderNumber ?? null,
      from: day,
      until: day,
      quantity: String(read.unitQuantity),
    };
  }
  if (/\/Contracts$/i.test(path)) {
    const id = entity === null ? null : String(contract.parse(entity).id);
    return { ...nothing, to: "agreement", id, agreementId: id };
  }
  if (entity === null) return { ...nothing, to: "item" };
  const { id, name } = service.parse(entity);
  return { ...nothing, to: "item", id: String(id), reference: name };
}
