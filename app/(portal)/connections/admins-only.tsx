import { Notice } from "@/components/ui/notice";

/** In place of a form that changes keys, for everybody else. */
export function AdminsOnly() {
  return (
    <Notice tone="run" title="Only admins of your organisation change connections.">
      Ask one of them. What you see of this connection is on the page before.
    </Notice>
  );
}
