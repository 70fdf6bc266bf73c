"use client";

import { useRouter } from "next/navigation";
import { type ComponentPropsWithoutRef, type KeyboardEvent, useId, useState } from "react";
import { classNames } from "@/components/ui/class-names";
import { useOffers } from "@/components/ui/use-offers";
import type { Offer } from "@/lib/offers";
import { toRoute } from "@/lib/to-route";

type TypeAheadProps = Omit<ComponentPropsWithoutRef<"input">, "onChange" | "onKeyDown" | "role"> & {
  /** Answers `?q=` with offers. */
  offersAt: string;
};

const steps: Partial<Record<string, number>> = { ArrowDown: 1, ArrowUp: -1 };

/**
 * A search field that offers what fits while somebody types: arrow keys move, Enter goes to the marked offer, Escape
 * folds the list. Without script, or with no offer marked, Enter sends the form that it stands in.
 */
export function TypeAhead({ offersAt, ...input }: TypeAheadProps) {
  const router = useRouter();
  const id = useId();
  const { offers, told, look, fold } = useOffers(offersAt);
  const [marked, setMarked] = useState<string | null>(null);
  const at = offers.findIndex((offer) => offer.id === marked);
  const open = offers.length > 0;

  function press(event: KeyboardEvent<HTMLInputElement>): void {
    if (!open || event.nativeEvent.isComposing) return;
    const step = steps[event.key];
    const current = offers[at];
    if (step) {
      const from = at < 0 && step < 0 ? 0 : at;
      setMarked(offers.at((from + step) % offers.length)?.id ?? null);
    } else if (event.key === "Enter" && current) choose(current);
    else if (event.key === "Escape") close();
    else return;
    event.preventDefault();
  }

  function choose({ href }: Offer): void {
    close();
    router.push(toRoute(href));
  }

  function close(): void {
    fold();
    setMarked(null);
  }

  return (
    <>
      <input
        {...input}
        role="combobox"
        autoComplete="off"
        aria-autocomplete="list"
        aria-expanded={open}
        aria-controls={`${id}-list`}
        aria-activedescendant={at < 0 ? undefined : `${id}-${at}`}
        onChange={(event) => {
          setMarked(null);
          look(event.target.value);
        }}
        onKeyDown={press}
        onBlur={close}
      />
      <span role="status" className="sr-only">
        {told}
      </span>
      <div
        id={`${id}-list`}
        role="listbox"
        aria-label={input["aria-label"]}
        hidden={!open}
        className="absolute z-10 mt-1 max-h-96 w-full overflow-y-auto rounded-lg border border-line bg-card shadow-lg sm:min-w-72"
      >
        {offers.map((offer, index) => (
          // The field keeps the focus: keys are its own, a press on an offer only chooses it.
          // biome-ignore lint/a11y/useKeyWithClickEvents: the field above takes the keys
          // biome-ignore lint/a11y/useFocusableInteractive: the field names the marked one
          <div
            key={offer.id}
            id={`${id}-${index}`}
            role="option"
            aria-selected={index === at}
            ref={index === at ? intoView : undefined}
            onMouseDown={(event) => event.preventDefault()}
            onClick={() => choose(offer)}
            className={classNames(
              "cursor-pointer border-b border-line px-3 py-2 last:border-b-0 hover:bg-sunken",
              index === at && "bg-sunken outline-2 -outline-offset-2 outline-accent",
            )}
          >
            <span className="block font-medium wrap-anywhere">{offer.label}</span>
            <span className="block text-sm wrap-anywhere text-soft">{offer.note}</span>
          </div>
        ))}
      </div>
    </>
  );
}

function intoView(element: HTMLElement | null): void {
  element?.scrollIntoView({ block: "nearest" });
}
