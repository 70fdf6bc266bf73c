import type { AgreementLine, LineChange, NewLine } from "@/workers/connectors/psa";
import { type CommonState, openAgreement, Refusal } from "./psa";

/** ConnectWise: agreements with dated lines; a charge is a line, too. */
export type LinesState = CommonState & { lines: AgreementLine[] };

type Change<T> = (state: LinesState) => { state: LinesState; answer: T };

export function emptyLines(): LinesState {
  const agreements = [0, 1].map((index) => openAgreement("connectwise", index));
  return { agreements, items: [], charges: [], lines: [], nextId: 1 };
}

export function createLine(agreementId: string, line: NewLine): Change<AgreementLine> {
  return (state) => {
    const item = state.items.find(({ id }) => id === line.itemId);
    if (!item) throw new Refusal("there is no such item");
    const answer: AgreementLine = {
      id: `line-${state.nextId}`,
      agreementId,
      itemId: item.id,
      itemName: item.name,
      from: line.from,
      to: line.to,
      quantity: line.quantity,
      includedQuantity: "0",
      unitCost: line.unitCost ?? item.unitCost,
      unitPrice: line.unitPrice ?? item.unitPrice,
      reference: line.reference,
      taxable: line.taxable ?? true,
      billable: true,
    };
    return { state: { ...state, lines: [...state.lines, answer], nextId: state.nextId + 1 }, answer };
  };
}

export function changeLine(lineId: string, change: LineChange): Change<AgreementLine> {
  return (state) => {
    const found = state.lines.find(({ id }) => id === lineId);
    if (!found) throw new Refusal("there is no such line");
    const answer = { ...found, ...change };
    return { state: { ...state, lines: state.lines.map((one) => (one === found ? answer : one)) }, answer };
  };
}

export function deleteLine(lineId: string): Change<null> {
  return (state) => ({
    state: { ...state, lines: state.lines.filter(({ id }) => id !== lineId) },
    answer: null,
  });
}
