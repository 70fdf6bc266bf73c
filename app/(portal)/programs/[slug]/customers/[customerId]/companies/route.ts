import { z } from "zod";
import { loadProgram } from "@/app/(portal)/programs/load-program";
import { companyOffer } from "@/app/(portal)/programs/mapping/company-offer";
import { portalDatabase } from "@/db/portal";
import { listTakenTargets } from "@/db/queries/portal/customer-mapping";
import { searchCompanies } from "@/db/queries/portal/psa-directory";
import { cameFromWord } from "@/lib/came-from";
import { offersAnswer, offersQuestion } from "@/lib/offers-answer";

const mostOffers = 20;

type RouteContext = { params: Promise<{ slug: string; customerId: string }> };

/** Companies of the cached directory that fit what somebody types on the mapping page. */
export async function GET(request: Request, { params }: RouteContext): Promise<Response> {
  const { slug, customerId } = await params;
  const { of } = await loadProgram(slug);
  const asked = offersQuestion(request);
  if (asked === null || !z.uuid().safeParse(customerId).success) return offersAnswer([]);
  const from = cameFromWord.safeParse(asked.from).data;
  const db = portalDatabase();
  const found = await searchCompanies(db, { ...of, search: asked.q, limit: mostOffers });
  const psaCompanyIds = found.map(({ psaId }) => psaId);
  const taken = found.length > 0 ? await listTakenTargets(db, { ...of, customerId, psaCompanyIds }) : [];
  return offersAnswer(found.map((company) => companyOffer(company, { slug, customerId, from, taken })));
}
