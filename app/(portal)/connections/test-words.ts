import type { TaskView } from "@/db/queries/portal/accesses";
import { formatInstant } from "@/lib/format/instant";

type Failure = NonNullable<TaskView["failure"]>;

/** Why a test or a fetching did not succeed, in plain words. `service` is what people call it, e.g. "ConnectWise". */
export function failureWords({ code, facts }: Failure, service: string): string {
  const said = facts.words ? ` It said: “${facts.words}”` : "";
  switch (code) {
    case "psa_unauthorised":
    case "source_unauthorised":
      return `${service} does not accept these keys.${said}`;
    case "psa_forbidden":
      return `${service} does not allow the keys to read this.${said}`;
    case "psa_rate_limited":
      return `${service} asked us to slow down for longer than we can wait. Try again later.`;
    case "psa_unavailable":
    case "source_unavailable":
      return `${service} did not answer, or answered with an error of its own.${said}`;
    case "psa_timeout_unknown":
      return `${service} took too long to answer.${said}`;
    case "source_inconsistent":
      return `What ${service} answered could not be read.${said}`;
    case "psa_rejected":
      return `${service} cannot be used with these entries.${said}`;
    default:
      return `Something unexpected went wrong on our side. If it happens again, quote the reference ${facts.reference ?? code}.`;
  }
}

/** A task that is not over: is it waiting, or being tried again after a failure? Null: it is over, or there is none. */
export function openTaskWords(
  task: TaskView | null,
  names: { doing: string; service: string; timeZone: string },
  now: Date,
): string | null {
  if (task?.state !== "queued") return null;
  if (!task.failure) return `${names.doing}…`;
  const again =
    task.dueAt > now ? ` It is tried again at ${formatInstant(task.dueAt, names.timeZone, now)}.` : "";
  return `${failureWords(task.failure, names.service)}${again}`;
}
