import { Menu } from "lucide-react";
import type { ReactNode } from "react";
import { KeyboardCare } from "@/components/shell/keyboard-care";
import type { NavGroup } from "@/components/shell/nav-entry";
import { SideNav } from "@/components/shell/side-nav";
import { mainContentId } from "@/components/shell/skip-link";
import { Wordmark } from "@/components/shell/wordmark";
import { AppLink } from "@/components/ui/app-link";
import { buttonStyle } from "@/components/ui/button-style";

type AppShellProps = {
  groups: NavGroup[];
  /** Name of the organisation, below the product's. */
  organisation?: string;
  /** Who is signed in, e.g. the e-mail address, and where their own settings are. */
  account?: { name: string; href: string };
  /** The form that signs out. */
  signOut?: ReactNode;
  children: ReactNode;
};

/** Every signed-in page: the menu at the side, on a phone behind a button that needs no script. */
export function AppShell({ groups, organisation, account, signOut, children }: AppShellProps) {
  const menu = (
    <>
      <SideNav groups={groups} />
      <AccountBlock account={account} signOut={signOut} />
    </>
  );
  return (
    <div className="mx-auto max-w-[1440px] lg:grid lg:grid-cols-[15rem_minmax(0,1fr)]">
      <header className="hidden lg:block print:hidden">
        <div className="sticky top-0 flex h-dvh flex-col overflow-y-auto px-3 py-5">
          <HomeLink organisation={organisation} />
          {menu}
        </div>
      </header>
      <header className="relative flex min-h-14 items-center justify-between gap-3 border-b border-line bg-card px-4 lg:hidden print:hidden">
        <HomeLink organisation={organisation} />
        <details>
          <summary className={buttonStyle("secondary", "medium")}>
            <Menu className="size-4" />
            Menu
          </summary>
          <div className="absolute inset-x-0 top-full z-10 border-b border-line bg-page px-3 pt-2 pb-4 shadow-lg">
            {menu}
          </div>
        </details>
      </header>
      <KeyboardCare />
      <main
        id={mainContentId}
        tabIndex={-1}
        className="min-w-0 px-4 py-5 outline-none sm:px-6 lg:px-8 lg:py-6"
      >
        {children}
      </main>
    </div>
  );
}

function HomeLink({ organisation }: { organisation?: string }) {
  return (
    <AppLink href="/" className="block rounded-lg lg:mb-4 lg:px-2.5">
      <Wordmark />
      {organisation ? (
        <span className="hidden text-sm text-soft lg:block lg:pl-8">{organisation}</span>
      ) : null}
    </AppLink>
  );
}

function AccountBlock({ account, signOut }: Pick<AppShellProps, "account" | "signOut">) {
  if (!account && !signOut) return null;
  return (
    <div className="mt-auto border-t border-line px-2.5 pt-3 max-lg:mt-4">
      {account ? (
        <AppLink
          href={account.href}
          title={account.name}
          className="block truncate rounded text-sm text-soft hover:text-ink max-lg:py-2"
        >
          <span className="sr-only">Your profile: </span>
          {account.name}
        </AppLink>
      ) : null}
      {signOut ? <div className="mt-1 -ml-2.5">{signOut}</div> : null}
    </div>
  );
}
