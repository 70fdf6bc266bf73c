import type { Side, TwoOrganisations } from "./two-organisations";

/** Addresses that no page links to, with ids of the organisation. */
export async function startsOf(
  product: Pick<TwoOrganisations, "owner" | "ids">,
  side: Side,
): Promise<string[]> {
  const { rows } = await product.owner.query<{ run: string; item: string; source: string }>(
    `select i.run_id as run, i.id as item, (select id from sources s where s.org_id = i.org_id limit 1) as source
     from sync_items i join issues u on u.org_id = i.org_id and u.item_id = i.id
     where i.org_id = $1 and u.code in ('credit_or_adjustment', 'subscription_disappeared', 'existing_line')
     order by u.code limit 1`,
    [product.ids[side]],
  );
  const { run, item, source } = rows[0] ?? {};
  const { rows: programs } = await product.owner.query<{ slug: string; customer: string; product: string }>(
    `select p.slug, (select customer_id from mappings m where m.program_sync_id = p.id limit 1) as customer,
       (select product_id from product_links l where l.program_sync_id = p.id limit 1) as product
     from program_syncs p where p.org_id = $1 limit 1`,
    [product.ids[side]],
  );
  const { slug, customer, product: productId } = programs[0] ?? {};
  return [
    "/",
    `/runs/${run}/items/${item}`,
    `/runs/${run}/items/${item}/approve`,
    `/runs/${run}?code=credit_or_adjustment`,
    `/connections/prism/${source}`,
    "/connections/new?kind=connectwise",
    "/connections/new?kind=autotask",
    `/programs/${slug}/suggestions`,
    `/programs/${slug}/customers/${customer}/companies?q=a`,
    `/programs/${slug}/products/${productId}`,
    `/programs/${slug}/products/${productId}/items?q=a`,
    `/runs/${run}/live`,
    "/mails",
    "/audit/events.csv",
    "/getting-started",
    "/profile/second-factor",
    "/sign-in/entra/start",
    "/sign-in/entra/callback",
    "/sign-in/entra/refused",
    "/connections/prism/new",
    "/programs/new",
    "/troubleshooting",
    "/sign-in",
    "/sign-in/check-mail",
    "/sign-in/confirm?token=x&email=a@b.example",
    "/sign-in/expired",
    "/sign-in/second-factor",
    "/sign-in/wait",
    "/invitation",
    "/stop-mails",
    "/api/auth/csrf",
    "/health/live",
    "/health/ready",
  ];
}
