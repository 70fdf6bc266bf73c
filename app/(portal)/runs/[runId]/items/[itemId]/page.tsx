import { notFound } from "next/navigation";
import { z } from "zod";
import { portalDatabase } from "@/db/portal";
import { getSyncRun } from "@/db/queries/portal/get-sync-run";
import { hasRunItem } from "@/db/queries/portal/list-run-items";
import { goTo } from "@/lib/go-to";
import { links } from "@/lib/links";
import { requireSession } from "@/lib/session";

type ItemPageProps = { params: Promise<{ runId: string; itemId: string }> };

/** The address in mails: leads to the part of the run's list that holds the item, with the item in view. */
export default async function ItemPage({ params }: ItemPageProps) {
  const { orgId } = await requireSession();
  const { runId, itemId } = await params;
  if (!z.uuid().safeParse(runId).success || !z.uuid().safeParse(itemId).success) notFound();
  const db = portalDatabase();
  const found = await getSyncRun(db, { orgId, runId });
  const { itemMonth } = found?.run ?? notFound();
  if (!(await hasRunItem(db, { orgId, runId, itemMonth }, itemId))) notFound();
  goTo(links.itemInList(runId, itemId));
}
