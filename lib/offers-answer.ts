import { z } from "zod";
import type { Offer } from "@/lib/offers";

const question = z.object({
  q: z
    .string()
    .trim()
    .min(1)
    .max(200)
    .refine((text) => !text.includes("\0")),
  from: z.string().max(200).optional(),
});

/** What a search field asks for while somebody types; null: nothing that could be looked for. */
export function offersQuestion(request: Request): z.output<typeof question> | null {
  return question.safeParse(Object.fromEntries(new URL(request.url).searchParams)).data ?? null;
}

/** The answer to it; kept nowhere. */
export function offersAnswer(offers: Offer[]): Response {
  return Response.json(offers, { headers: { "Cache-Control": "no-store" } });
}
