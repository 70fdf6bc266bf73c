import { checkRecorded, checkSeen, tellViolations } from "./check-seen";
import { goodMonths, goodRecord, grown, held, heldLine, seenWrite } from "./good-months";
import { licenceKey } from "./invariants/right-quantities";
import type { Seen, SeenAgreement } from "./seen";

/** The good month with something wrong in its agreement. */
function withAgreement(psa: Seen["psa"], change: (agreement: SeenAgreement) => Partial<SeenAgreement>): Seen {
  const seen = goodMonths[psa]();
  return { ...seen, agreements: seen.agreements.map((one) => ({ ...one, ...change(one) })) };
}

function without({ after }: SeenAgreement, id: string): SeenAgreement["after"] {
  return after.filter((line) => line.id !== id);
}

const mine = licenceKey(grown);

test.each(["connectwise", "autotask"] as const)("a good month in %s has nothing to tell", (psa) => {
  const seen = goodMonths[psa]();
  expect(tellViolations(checkSeen(seen))).toEqual([]);
  expect(tellViolations(checkRecorded(goodRecord(seen), seen.writes))).toEqual([]);
});

test.each<[string, string, Seen]>([
  [
    "I1",
    "a wrong quantity",
    withAgreement("connectwise", ({ after }) => ({
      after: after.map((line) => (line.id === "3" ? { ...line, quantity: "9" } : line)),
    })),
  ],
  [
    "I1",
    "a wrong price",
    withAgreement("connectwise", ({ after }) => ({
      after: after.map((line) => (line.id === "3" ? { ...line, ofOne: { cost: "20", price: "31" } } : line)),
    })),
  ],
  ["I1", "a lost line", withAgreement("connectwise", (one) => ({ after: without(one, "3") }))],
  [
    "I1",
    "a line that ends before the invoice's last row goes on",
    withAgreement("connectwise", ({ after }) => ({
      after: after.map((line) => (line.id === "3" ? { ...line, to: "2026-11-30" } : line)),
    })),
  ],
  [
    "I1",
    "a held item whose line was changed",
    withAgreement("connectwise", ({ after }) => ({
      after: after.map((line) => (line.id === "2" ? { ...line, quantity: "900" } : line)),
    })),
  ],
  [
    "I1",
    "an invoice that is not in the PSA though nothing says so",
    { ...goodMonths.connectwise(), open: [] },
  ],
  [
    "I1",
    "a changed day that was billed",
    withAgreement("connectwise", ({ after }) => ({
      after: after.map((line) => (line.id === "1" ? { ...line, quantity: "4" } : line)),
    })),
  ],
  [
    "I1",
    "units that were added twice",
    withAgreement("autotask", ({ after }) => ({
      after: after.map((row) => (row.quantity === "10" ? { ...row, quantity: "13" } : row)),
    })),
  ],
  [
    "I1",
    "units at another price",
    withAgreement("autotask", ({ after }) => ({
      after: after.map((row) =>
        row.from === "2026-11-01" ? { ...row, ofRow: { cost: "200.00", price: "310.00" } } : row,
      ),
    })),
  ],
  [
    "I1",
    "a held item whose units were added",
    { ...goodMonths.autotask(), open: [{ key: licenceKey(held), monthsInPsa: 2 }] },
  ],
  [
    "I2",
    "a line that was made twice",
    withAgreement("connectwise", ({ after }) => ({
      after: [...after, heldLine({ id: "4", reference: mine, quantity: "8", from: "2026-10-16" })],
    })),
  ],
  [
    "I2",
    "a successor that begins before the line has ended",
    withAgreement("connectwise", ({ after }) => ({
      after: after.map((line) => (line.id === "1" ? { ...line, to: "2026-10-16" } : line)),
    })),
  ],
  [
    "I2",
    "a charge that was made twice",
    withAgreement("autotask", ({ after }) => ({
      after: [
        ...after,
        ...after.filter(({ what }) => what === "charge").map((line) => ({ ...line, id: "10" })),
      ],
    })),
  ],
  ["I3", "a lost charge", withAgreement("connectwise", (one) => ({ after: without(one, "9") }))],
  [
    "I3",
    "a charge of another amount",
    withAgreement("autotask", ({ chargesDue }) => ({
      chargesDue: chargesDue.map((due) => ({ ...due, price: "15.01" })),
    })),
  ],
  ["I3", "a charge that nobody asked for", withAgreement("connectwise", () => ({ chargesDue: [] }))],
  ["I3", "a deletion", { ...goodMonths.connectwise(), writes: [seenWrite({ does: "delete" })] }],
  [
    "I3",
    "an older invoice over a newer one in ConnectWise",
    {
      ...goodMonths.connectwise(),
      writes: [seenWrite({ quantity: "8" }), seenWrite({ does: "change", seq: 2, quantity: "5" })],
    },
  ],
  [
    "I3",
    "an older invoice over a newer one in Autotask",
    {
      ...withAgreement("autotask", ({ subscriptions, before }) => ({
        subscriptions: subscriptions.slice(0, 1),
        before: before.map((row) => ({ ...row, quantity: "5" })),
      })),
      writes: ["3", "-3"].map((quantity, i) =>
        seenWrite({ to: "units", id: "7", seq: i + 1, reference: "Licences", quantity }),
      ),
    },
  ],
  ["I5", "a mail that never came", { ...goodMonths.connectwise(), mails: [] }],
  ["I5", "a mail that nobody was due", { ...goodMonths.connectwise(), mailsDue: [] }],
  [
    "I5",
    "a mail that came twice",
    { ...goodMonths.connectwise(), mails: goodMonths.connectwise().mails.flatMap((one) => [one, one]) },
  ],
  [
    "I5",
    "a mail that could come twice",
    {
      ...goodMonths.connectwise(),
      mails: goodMonths.connectwise().mails.map((one) => ({ ...one, idempotencyKey: null })),
    },
  ],
  [
    "I7",
    "a write to an agreement that is not mapped",
    { ...goodMonths.connectwise(), writes: [seenWrite({ agreementId: "4002" })] },
  ],
  ["I7", "a mail to somebody else", { ...goodMonths.connectwise(), ownAddresses: [] }],
])("%s: finds %s", (invariant, _, seen) => {
  expect(checkSeen(seen).map((violation) => violation.invariant)).toContain(invariant);
});
