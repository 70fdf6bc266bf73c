import type { Metadata } from "next";
import { saveTimeZone } from "@/app/(portal)/members/actions";
import { PageNotice } from "@/components/shell/page-notice";
import { Card } from "@/components/ui/card";
import { SelectField } from "@/components/ui/fields";
import { Notice } from "@/components/ui/notice";
import { PageHeader } from "@/components/ui/page-header";
import { SubmitButton } from "@/components/ui/submit-button";
import { may } from "@/lib/auth/may";
import { links } from "@/lib/links";
import { requireSession } from "@/lib/session";

export const metadata: Metadata = { title: "Time zone" };

export default async function TimeZonePage() {
  const { role, orgName, timeZone } = await requireSession();
  const zones = [...new Set(["UTC", timeZone, ...Intl.supportedValuesOf("timeZone")])].sort();
  return (
    <>
      <PageHeader title="Time zone" crumbs={[{ label: "Members", href: links.members() }]}>
        When the day’s syncs of {orgName} are due, and how times are shown to all of its members
      </PageHeader>
      <PageNotice />
      {may(role, "admin") ? (
        <Card>
          <form action={saveTimeZone} className="max-w-sm">
            <SelectField
              name="timeZone"
              label="Time zone"
              defaultValue={timeZone}
              options={zones.map((zone) => ({ value: zone, label: zone.replaceAll("_", " ") }))}
            />
            <SubmitButton variant="primary" pendingLabel="Saving…">
              Save
            </SubmitButton>
          </form>
        </Card>
      ) : (
        <Notice tone="run" title="Only admins of your organisation change its time zone.">
          Ask one of them. It is {timeZone} now.
        </Notice>
      )}
    </>
  );
}
