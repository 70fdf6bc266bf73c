"use client";

import { useEffect, useRef, useState } from "react";
import { type Offer, readOffers } from "@/lib/offers";

const pauseMs = 150;

type Asked = { timer?: ReturnType<typeof setTimeout>; question?: AbortController };

function stop({ timer, question }: Asked): void {
  clearTimeout(timer);
  question?.abort();
}

/**
 * Asks for offers when somebody pauses in typing. An answer that a later question has overtaken is dropped; one that
 * does not come leaves the list folded, since the form's own search still works. `told` is for screen readers.
 */
export function useOffers(offersAt: string) {
  const [offers, setOffers] = useState<Offer[]>([]);
  const [told, setTold] = useState("");
  const asked = useRef<Asked>({});

  function fold(): void {
    stop(asked.current);
    setOffers([]);
    setTold("");
  }

  async function ask(words: string): Promise<void> {
    const question = new AbortController();
    asked.current.question = question;
    const address = `${offersAt}${offersAt.includes("?") ? "&" : "?"}${new URLSearchParams({ q: words })}`;
    const found = await fetchOffers(address, question.signal);
    if (question.signal.aborted) return;
    setOffers(found ?? []);
    setTold(found === null ? "Press Enter to search." : `${found.length} found.`);
  }

  function look(text: string): void {
    stop(asked.current);
    const words = text.trim();
    if (words === "") fold();
    else asked.current.timer = setTimeout(ask, pauseMs, words);
  }

  useEffect(() => {
    const last = asked.current;
    return () => stop(last);
  }, []);
  return { offers, told, look, fold };
}

/** null: no answer, or one that is none of ours, as after the session has ended. */
async function fetchOffers(address: string, signal: AbortSignal): Promise<Offer[] | null> {
  try {
    const answer = await fetch(address, { signal, headers: { accept: "application/json" } });
    return answer.ok && !answer.redirected ? readOffers(await answer.json()) : null;
  } catch {
    return null;
  }
}
