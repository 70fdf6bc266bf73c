import { z } from "zod";
import { loadProgram } from "@/app/(portal)/programs/load-program";
import { itemOffer } from "@/app/(portal)/programs/products/item-offer";
import { portalDatabase } from "@/db/portal";
import { searchPsaItems } from "@/db/queries/portal/psa-items";
import { cameFromWord } from "@/lib/came-from";
import { offersAnswer, offersQuestion } from "@/lib/offers-answer";

const mostOffers = 20;

type RouteContext = { params: Promise<{ slug: string; productId: string }> };

/** Items of the cached directory that fit what somebody types on a product's page. */
export async function GET(request: Request, { params }: RouteContext): Promise<Response> {
  const { slug, productId } = await params;
  const { of } = await loadProgram(slug);
  const asked = offersQuestion(request);
  if (asked === null || !z.uuid().safeParse(productId).success) return offersAnswer([]);
  const from = cameFromWord.safeParse(asked.from).data;
  const found = await searchPsaItems(portalDatabase(), { ...of, search: asked.q, limit: mostOffers });
  return offersAnswer(found.map((item) => itemOffer(item, { slug, productId, from })));
}
