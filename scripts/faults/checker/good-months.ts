import type { BilledDays } from "../../months/prism-desk";
import type { HeldLine } from "../../months/psa-books";
import { licenceKey } from "./invariants/right-quantities";
import type { Recorded, Seen, SeenAgreement, SeenSubscription, SeenWrite } from "./seen";

/** October after September, brought to each PSA without a fault: what a checker finds nothing in. */

const ids = ["11111111-2222-4333-8444-555555555555", "66666666-2222-4333-8444-555555555555"] as const;
const cost = { unitCost: "20", unitPrice: "30" };

function days(from: string, to: string, quantity: string): BilledDays {
  return { from, to, quantity, ...cost };
}

/** The first grew on the 16th; the second is shown as held, and was 2 before. */
export const [grown, held]: [SeenSubscription, SeenSubscription] = [
  {
    subscriptionId: ids[0],
    product: "Licences",
    months: [
      { month: "2026-09-01", rows: [days("2026-09-01", "2026-09-30", "5")] },
      {
        month: "2026-10-01",
        rows: [days("2026-10-01", "2026-10-15", "5"), days("2026-10-16", "2026-10-31", "8")],
      },
    ],
  },
  {
    subscriptionId: ids[1],
    product: "Licences",
    months: [
      { month: "2026-09-01", rows: [days("2026-09-01", "2026-09-30", "2")] },
      { month: "2026-10-01", rows: [days("2026-10-01", "2026-10-31", "900")] },
    ],
  },
];

const usage = { reference: `${ids[0]}:azure2610`, cost: "12.30", price: "15.00" };

export function heldLine(change: Partial<HeldLine>): HeldLine {
  return {
    id: "1",
    what: "line",
    reference: null,
    name: "Licences",
    from: "2026-09-01",
    to: null,
    quantity: "1",
    ofOne: { cost: "20", price: "30" },
    ofRow: null,
    ...change,
  };
}

const charge = heldLine({
  id: "9",
  what: "charge",
  reference: usage.reference,
  from: "2026-10-01",
  to: "2026-10-31",
  ofOne: { cost: "12.3", price: "15" },
});

const agreement: SeenAgreement = {
  agreementId: "4001",
  strategy: "cost_and_retail",
  subscriptions: [grown, held],
  openFrom: "2026-10-01",
  chargesDue: [usage],
  before: [],
  after: [],
};

export function seenWrite(change: Partial<SeenWrite>): SeenWrite {
  return {
    seq: 1,
    does: "create",
    to: "line",
    id: "1",
    agreementId: "4001",
    reference: licenceKey(grown),
    from: null,
    until: null,
    quantity: null,
    ...change,
  };
}

const mail = { to: ["billing@harbour.example"], subject: "Microsoft CSP: 1 held" };

const rest: Omit<Seen, "psa" | "agreements" | "writes"> = {
  open: [{ key: licenceKey(held) }],
  mails: [{ ...mail, idempotencyKey: "a", body: "Please look." }],
  mailsDue: [mail],
  ownAddresses: mail.to,
};

const chargeWrite = seenWrite({
  seq: 9,
  to: "charge",
  id: "9",
  reference: usage.reference,
  from: "2026-10-01",
  until: "2026-10-31",
  quantity: "1",
});

function connectWiseMonth(): Seen {
  const [mine, other] = [licenceKey(grown), licenceKey(held)];
  const before = [
    heldLine({ id: "1", reference: mine, quantity: "5" }),
    heldLine({ id: "2", reference: other, quantity: "2" }),
  ];
  const after = [
    heldLine({ id: "1", reference: mine, quantity: "5", to: "2026-10-15" }),
    heldLine({ id: "2", reference: other, quantity: "2" }),
    heldLine({ id: "3", reference: mine, quantity: "8", from: "2026-10-16" }),
    charge,
  ];
  const ended = seenWrite({ does: "change", from: "2026-09-01", until: "2026-10-15", quantity: "5" });
  const made = seenWrite({ seq: 2, id: "3", from: "2026-10-16", quantity: "8" });
  return {
    ...rest,
    psa: "connectwise",
    agreements: [{ ...agreement, before, after }],
    writes: [ended, made, chargeWrite],
  };
}

/** Rows tell what their days come to: 31 days of 20 and 30 for each unit. */
function unitsRow(from: string, to: string, units: number, share: number): HeldLine {
  const amount = (each: number) => (each * units * share).toFixed(2);
  return heldLine({
    id: "7",
    from,
    to,
    quantity: String(units),
    ofOne: null,
    ofRow: { cost: amount(20), price: amount(30) },
  });
}

function autotaskMonth(): Seen {
  const later = (units: number) => [
    unitsRow("2026-11-01", "2026-11-30", units, 1),
    unitsRow("2026-12-01", "2026-12-31", units, 1),
  ];
  const before = [
    unitsRow("2026-09-01", "2026-09-30", 7, 1),
    unitsRow("2026-10-01", "2026-10-31", 7, 1),
    ...later(7),
  ];
  const after = [
    unitsRow("2026-09-01", "2026-09-30", 7, 1),
    unitsRow("2026-10-01", "2026-10-15", 7, 15 / 31),
    unitsRow("2026-10-16", "2026-10-31", 10, 16 / 31),
    ...later(10),
    charge,
  ];
  const adjusted = seenWrite({
    to: "units",
    id: "7",
    reference: "Licences",
    from: "2026-10-16",
    quantity: "3",
  });
  return {
    ...rest,
    psa: "autotask",
    agreements: [{ ...agreement, before, after }],
    writes: [adjusted, chargeWrite],
  };
}

export const goodMonths: Record<Seen["psa"], () => Seen> = {
  connectwise: connectWiseMonth,
  autotask: autotaskMonth,
};

export function goodRecord({ writes }: Seen): Recorded {
  return { runs: [{ id: "a", statuses: ["queued", "running", "warning"] }], confirmed: writes };
}
