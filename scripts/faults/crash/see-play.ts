import { usageKey } from "@/workers/sync/customers/usage-key";
import { demoAddress } from "../../demo/seed";
import { openBooks } from "../../months/open-books";
import { invoiceRow } from "../../months/prism-desk";
import type { TestDatabase } from "../../testing/database";
import { licenceKey } from "../checker/invariants/right-quantities";
import type { OpenItem, Seen, SeenAgreement, SeenCall } from "../checker/seen";
import { readCalls, readMailbox } from "../outside/read-mailbox";
import { readWrites } from "../outside/read-writes";
import { type PlayRecord, readRecord } from "./read-record";
import { referenceMonths } from "./reference-month";
import type { PlacedCustomer, ReferenceWorld } from "./reference-world";

export type SeenPlay = {
  /** `mailsDue` is the caller's to tell. */
  seen: Seen;
  calls: SeenCall[];
  record: PlayRecord;
};

/** Looks at a world in which nobody works any more. */
export async function seePlay(world: ReferenceWorld, database: TestDatabase): Promise<SeenPlay> {
  const { control } = world.sandbox.endpoints;
  const calls = await readCalls(control);
  const books = openBooks(world.psa, control);
  const agreements: SeenAgreement[] = [];
  for (const placed of world.placed) {
    agreements.push({
      agreementId: placed.agreementId,
      strategy: placed.strategy,
      subscriptions: subscriptionsOf(world, placed),
      openFrom: placed.openFrom,
      before: placed.before,
      after: await books.held(placed.agreementId),
      chargesDue: usageOf(placed),
    });
  }
  const seen: Seen = {
    psa: world.psa,
    agreements,
    open: world.placed.flatMap(openItemsOf),
    writes: await readWrites(control, world.psa, world.lastWrite),
    mails: await readMailbox(control),
    mailsDue: [],
    ownAddresses: [demoAddress],
  };
  return { seen, calls, record: await readRecord(database, world.beganAt) };
}

function subscriptionsOf({ products }: ReferenceWorld, { subscriptions, subscriptionIds }: PlacedCustomer) {
  return subscriptions.flatMap(({ product, months, usage }, i) => {
    if (usage) return [];
    return [
      {
        subscriptionId: subscriptionIds[i] ?? "",
        product: products[product]?.name ?? "",
        months: referenceMonths.map((month, of) => ({ month, rows: months[of] ?? [] })),
      },
    ];
  });
}

function usageOf({
  contractAgreementId,
  tenantId,
  subscriptions,
}: PlacedCustomer): SeenAgreement["chargesDue"] {
  return subscriptions
    .filter(({ usage }) => usage)
    .flatMap(({ months }) => months[1])
    .map((row) => {
      const { subTotal: cost, subTotalRrp: price } = invoiceRow("", "", row);
      return { reference: `${usageKey(contractAgreementId, tenantId)}2611`, cost, price };
    });
}

function openItemsOf({ subscriptions, subscriptionIds, held, ended }: PlacedCustomer): OpenItem[] {
  return subscriptions.flatMap((_, i) => {
    const isOpen = ended || held.includes(i);
    return isOpen ? [{ key: licenceKey({ subscriptionId: subscriptionIds[i] ?? "" }) }] : [];
  });
}
