import { severityTones, severityWords } from "@/components/sync/severity";
import { AppLink } from "@/components/ui/app-link";
import { Card } from "@/components/ui/card";
import { ToneIcon } from "@/components/ui/tone-icon";
import { explainIssue, issueCatalogue, issueTitle } from "@/lib/issues/catalogue";
import type { IssueCode } from "@/lib/issues/codes";

/** Issue codes as links to their pages, each with what it means in one sentence. */
export function IssueIndex({ codes }: { codes: IssueCode[] }) {
  return (
    <Card flush>
      <ul>
        {codes.map((code) => (
          <li key={code} className="border-b border-line last:border-b-0">
            <IssueEntry code={code} />
          </li>
        ))}
      </ul>
    </Card>
  );
}

function IssueEntry({ code }: { code: IssueCode }) {
  const { severity } = issueCatalogue[code];
  return (
    <AppLink
      href={`/troubleshooting/${code}`}
      className="group/entry flex gap-3 px-5 py-3 -outline-offset-2 hover:bg-sunken max-sm:px-4"
    >
      <ToneIcon tone={severityTones[severity]} className="mt-[3px]" />
      <span className="min-w-0">
        <span className="sr-only">{severityWords[severity]}: </span>
        <span className="block font-semibold underline-offset-3 group-hover/entry:underline">
          {issueTitle(code)}
        </span>
        <span className="block text-soft">{explainIssue(code, {}).happened}</span>
      </span>
    </AppLink>
  );
}
