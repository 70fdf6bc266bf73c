import type { Metadata } from "next";
import { renderSVG } from "uqr";
import { finishSecondFactor } from "@/app/(portal)/profile/second-factor/actions";
import { PageNotice } from "@/components/shell/page-notice";
import { Card, Section } from "@/components/ui/card";
import { Details, RawText } from "@/components/ui/details";
import { TextField } from "@/components/ui/fields";
import { PageHeader } from "@/components/ui/page-header";
import { SubmitButton } from "@/components/ui/submit-button";
import { portalDatabase } from "@/db/portal";
import { findSecondFactor } from "@/db/queries/sign-in/second-factor";
import { enrolmentAddress } from "@/lib/auth/second-factor/codes";
import { openSecret } from "@/lib/auth/second-factor/secret-box";
import { portalEnv } from "@/lib/env";
import { goTo } from "@/lib/go-to";
import { links } from "@/lib/links";
import { requireSession } from "@/lib/session";

export const metadata: Metadata = { title: "Set up a second step" };

export default async function SetUpSecondFactorPage() {
  const { userId, email } = await requireSession();
  const factor = await findSecondFactor(portalDatabase(), userId);
  if (!factor || factor.confirmedAt) goTo(links.profile());
  const { secret, recoveryCodes } = await openSecret(
    portalEnv().NEXTAUTH_SECRET,
    userId,
    factor.sealedSecret,
  );
  return (
    <>
      <PageHeader title="Set up a second step" crumbs={[{ label: "Your profile", href: links.profile() }]}>
        Nothing changes until you have entered a code of the app below
      </PageHeader>
      <PageNotice />
      <Section title="1. Scan this with your authenticator app">
        <QrPicture address={enrolmentAddress(secret, email)} />
        <Details summary="Enter it by hand instead">
          <RawText>{secret.replaceAll(/(.{4})(?=.)/g, "$1 ")}</RawText>
        </Details>
      </Section>
      <Section
        title="2. Keep these recovery codes"
        note="Each signs you in once when you have lost the app. They are shown only now: print them or put them into a password manager."
      >
        <Card>
          <ul className="grid max-w-sm grid-cols-2 gap-x-6 gap-y-1 font-mono">
            {recoveryCodes.map((code) => (
              <li key={code}>{code}</li>
            ))}
          </ul>
        </Card>
      </Section>
      <Section title="3. Enter the code that the app shows">
        <Card>
          <form action={finishSecondFactor} className="max-w-xs">
            <TextField
              name="code"
              label="Code of six digits"
              inputMode="numeric"
              autoComplete="one-time-code"
              maxLength={10}
              required
            />
            <SubmitButton variant="primary" pendingLabel="Checking…">
              Turn it on
            </SubmitButton>
          </form>
        </Card>
      </Section>
    </>
  );
}

/** Black on white in every colour scheme: cameras expect it so. */
function QrPicture({ address }: { address: string }) {
  const svg = renderSVG(address, { border: 3 });
  return (
    // biome-ignore lint/performance/noImgElement: nothing is fetched that could be made smaller
    <img
      src={`data:image/svg+xml;base64,${Buffer.from(svg).toString("base64")}`}
      alt="What an authenticator app scans; the text below says the same"
      width={208}
      height={208}
      className="mb-3 rounded-lg"
    />
  );
}
