import { Card, Section } from "@/components/ui/card";
import { TextLink } from "@/components/ui/text-link";
import { portalDatabase } from "@/db/portal";
import { listCustomerSubscriptions } from "@/db/queries/portal/customer-subscriptions";
import { links } from "@/lib/links";

type CustomerSubscriptionsProps = {
  slug: string;
  of: { orgId: string; programId: string };
  customerId: string;
};

/** What a customer holds by PRISM, each with its history over all syncs. */
export async function CustomerSubscriptions({ slug, of, customerId }: CustomerSubscriptionsProps) {
  const { rows, more } = await listCustomerSubscriptions(portalDatabase(), { ...of, customerId });
  if (rows.length === 0) return null;
  return (
    <Section title="Subscriptions" note="As PRISM last told; each has its history over all syncs.">
      <Card>
        <ul className="grid gap-x-6 gap-y-1.5 sm:grid-cols-2">
          {rows.map(({ subscriptionId, productName, active }) => (
            <li key={subscriptionId}>
              <TextLink href={links.subscription(slug, subscriptionId)}>{productName}</TextLink>
              {active ? null : <span className="text-soft"> · not active any more</span>}
            </li>
          ))}
        </ul>
        {more ? <p className="mt-2 text-soft">There are more than are shown here.</p> : null}
      </Card>
    </Section>
  );
}
