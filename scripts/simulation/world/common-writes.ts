import type { ItemChange, NewCharge, NewItem, PsaCharge, PsaItem } from "@/workers/connectors/psa";
import { type CommonState, Refusal } from "./psa";

type Change<State, T> = (state: State) => { state: State; answer: T };

/** The PSA takes two items of one SKU: that the product makes none is what is to be seen. */
export function createItem<State extends CommonState>(item: NewItem): Change<State, PsaItem> {
  return (state) => {
    const { sku, name, unitCost, unitPrice } = item;
    const answer: PsaItem = {
      id: `item-${state.nextId}`,
      identifier: sku,
      name,
      vendorSku: sku,
      unitCost,
      unitPrice,
      inactive: false,
    };
    return { state: { ...state, items: [...state.items, answer], nextId: state.nextId + 1 }, answer };
  };
}

export function changeItem<State extends CommonState>(
  itemId: string,
  change: ItemChange,
): Change<State, PsaItem> {
  return (state) => {
    const found = state.items.find(({ id }) => id === itemId);
    if (!found) throw new Refusal("there is no such item");
    const answer = { ...found, ...change };
    return { state: { ...state, items: state.items.map((one) => (one === found ? answer : one)) }, answer };
  };
}

/** The PSA takes two charges of one reference, too. */
export function createCharge<State extends CommonState>(
  agreementId: string,
  charge: NewCharge,
): Change<State, PsaCharge> {
  return (state) => {
    const { reference, name, from, to, costAmount, priceAmount } = charge;
    const id = `charge-${state.nextId}`;
    const answer = { id, agreementId, reference, name, from, to, costAmount, priceAmount, billed: null };
    return { state: { ...state, charges: [...state.charges, answer], nextId: state.nextId + 1 }, answer };
  };
}
