import type { PsaAgreement, PsaCharge, PsaItem } from "@/workers/connectors/psa";
import type { WorldPlan } from "../schedule/world-plan";

/** Who sent a write: a worker with its run and epoch, or a person. */
export type Sender = { process: string; runId: string; epoch: number } | "person";

/** One write that took effect, in the order in which the PSA took them. */
export type PsaWrite = {
  /** When it was sent, and when it took effect. */
  sentAt: number;
  at: number;
  by: Sender;
  operation: string;
  /** What was asked for, as the product asked. */
  desired: unknown;
};

/** The PSA refuses: nothing was changed. */
export class Refusal extends Error {}

export const companyIdOf = (agreement: number) => `company-${agreement}`;
export const agreementIdOf = (agreement: number) => `agreement-${agreement}`;

/** What both kinds of PSA hold alike. Never changed in place: older states are what stale reads show. */
export type CommonState = {
  agreements: PsaAgreement[];
  items: PsaItem[];
  charges: PsaCharge[];
  nextId: number;
};

/** One PSA, with every state that it ever had and who brought it about. */
export class Psa<State extends CommonState> {
  readonly log: PsaWrite[] = [];
  private readonly states: { at: number; state: State }[];

  constructor(state: State) {
    this.states = [{ at: 0, state }];
  }

  /** As it was at a time. */
  asOf(time: number): State {
    const found = this.states.findLast(({ at }) => at <= time) ?? this.states[0];
    if (!found) throw new Error("A PSA always has a state.");
    return found.state;
  }

  get state(): State {
    return this.asOf(Number.POSITIVE_INFINITY);
  }

  /** Throws Refusal; then nothing was changed. */
  write<T>(
    of: Omit<PsaWrite, "at"> & { at: number },
    change: (state: State) => { state: State; answer: T },
  ): T {
    const { state, answer } = change(this.state);
    this.states.push({ at: of.at, state });
    this.log.push(of);
    return answer;
  }
}

/** An agreement that was never billed: everything from the first usage month on is open. */
export function openAgreement(psa: WorldPlan["psa"], index: number): PsaAgreement {
  const arrears = psa === "connectwise";
  return {
    id: agreementIdOf(index),
    companyId: companyIdOf(index),
    name: `Cloud services ${index}`,
    typeName: null,
    status: "active",
    startDate: "2026-10-01",
    endDate: arrears ? null : "2027-03-31",
    billStartDate: "2026-10-01",
    nextInvoiceDate: arrears ? "2026-11-01" : "2026-10-01",
    billed: arrears ? "in_arrears" : "as_posted",
    cycleMonths: 1,
    prorates: true,
    oneTime: false,
    currency: "AUD",
  };
}
