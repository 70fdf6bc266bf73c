import "@fontsource-variable/inter";
import "./globals.css";
import type { Metadata, Viewport } from "next";
import { connection } from "next/server";
import type { ReactNode } from "react";
import { SkipLink } from "@/components/shell/skip-link";

export const metadata: Metadata = {
  title: { default: "PRISM Connect", template: "%s · PRISM Connect" },
  description: "Keeps your PSA billing equal to your PRISM invoices, and shows exactly what it did.",
  icons: { icon: [{ url: "/icon.svg", type: "image/svg+xml" }], apple: "/apple-touch-icon.png" },
  robots: { index: false, follow: false },
};

export const viewport: Viewport = {
  width: "device-width",
  initialScale: 1,
  themeColor: [
    { media: "(prefers-color-scheme: light)", color: "#f6f7f9" },
    { media: "(prefers-color-scheme: dark)", color: "#0e1116" },
  ],
};

/** Every page is made for its request: one made beforehand could not carry the nonce of the answer's policy. */
export default async function RootLayout({ children }: { children: ReactNode }) {
  await connection();
  return (
    <html lang="en">
      <body>
        <SkipLink />
        <div className="spectrum h-[3px]" />
        {children}
      </body>
    </html>
  );
}
