import type { NextConfig } from "next";

const securityHeaders = [
  { key: "X-Content-Type-Options", value: "nosniff" },
  { key: "Referrer-Policy", value: "same-origin" },
  { key: "X-Frame-Options", value: "DENY" },
  { key: "Permissions-Policy", value: "camera=(), microphone=(), geolocation=()" },
];

const config: NextConfig = {
  output: "standalone",
  poweredByHeader: false,
  typedRoutes: true,
  // `npm run check` checks the types of everything, tests and scripts too; a build need not do it again.
  typescript: { ignoreBuildErrors: true },
  serverExternalPackages: ["pg", "bullmq", "ioredis"],
  // A prefetch or a second tab must never show a stale sync: pages are rendered per request.
  headers: async () => [{ source: "/:path*", headers: securityHeaders }],
};

export default config;
