import { type Clock, SECOND } from "@/lib/clock";
import { type JobKind, jobKinds } from "./queues/definitions";

export type Watch = {
  /** A bell of this kind was handed to this worker. */
  heard: (kind: JobKind) => void;
  /** The queue has taken a bell of this kind. */
  rang: (kind: JobKind) => void;
  /** Of these kinds something is due in the database that nobody has begun. */
  saw: (waiting: ReadonlySet<JobKind>) => void;
  /** False while bells of a kind are still not heard after its consumer was made anew. */
  isWell: () => boolean;
};

type Watched = { waitsSince: number | null; heardAt: number; rangAt: number; rebuilt: number };

/** How long bells may go unheard. */
const patienceMs = 10 * SECOND;

/**
 * Looks at what is consumed, since a queue that has fallen silent says itself that all is well. When something is due,
 * the queue takes bells for it, and none is heard for ten seconds, `rebuild` is called, and again as often as that does
 * not help. A queue that takes no bells is not silent but away: its clients come back by themselves.
 */
export function watchConsumption({
  clock,
  rebuild,
}: {
  clock: Pick<Clock, "monotonicMs">;
  rebuild: (kind: JobKind) => void;
}): Watch {
  const never = Number.NEGATIVE_INFINITY;
  const kinds = new Map<JobKind, Watched>(
    jobKinds.map((kind) => [kind, { waitsSince: null, heardAt: never, rangAt: never, rebuilt: 0 }]),
  );

  function of(kind: JobKind): Watched {
    const watched = kinds.get(kind);
    if (!watched) throw new Error(`Nobody watches ${kind}.`);
    return watched;
  }

  function look(kind: JobKind, isWaiting: boolean) {
    const watched = of(kind);
    const now = clock.monotonicMs();
    if (!isWaiting) {
      Object.assign(watched, { waitsSince: null, rebuilt: 0 });
      return;
    }
    watched.waitsSince ??= now;
    const silentSince = Math.max(watched.waitsSince, watched.heardAt);
    if (watched.rangAt < silentSince || now - silentSince < patienceMs) return;
    watched.waitsSince = now;
    watched.rebuilt += 1;
    rebuild(kind);
  }

  return {
    heard: (kind) => {
      Object.assign(of(kind), { heardAt: clock.monotonicMs(), rebuilt: 0 });
    },
    rang: (kind) => {
      of(kind).rangAt = clock.monotonicMs();
    },
    saw: (waiting) => {
      for (const kind of jobKinds) look(kind, waiting.has(kind));
    },
    isWell: () => [...kinds.values()].every(({ rebuilt }) => rebuilt < 2),
  };
}
