import type { CallRecord } from "../connectors/http/types";

/** How many calls went to which service and how they were answered, since this process began. */
export type CallCount = { service: string; answer: string; count: number };

export function openCallCounts(): { count: (call: CallRecord) => void; read: () => CallCount[] } {
  const counts = new Map<string, CallCount>();
  return {
    count: ({ service, status }) => {
      const answer = status === null ? "none" : `${Math.floor(status / 100)}xx`;
      const key = `${service} ${answer}`;
      const known = counts.get(key) ?? { service, answer, count: 0 };
      counts.set(key, { ...known, count: known.count + 1 });
    },
    read: () => [...counts.values()],
  };
}
