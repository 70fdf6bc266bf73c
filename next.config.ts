import type { NextConfig } from "next";
import { longestBody } from "./lib/http/body-limit";

/** On every answer, files too. What depends on the request (policy, caching) is set by proxy.ts. */
const securityHeaders = [
  { key: "X-Content-Type-Options", value: "nosniff" },
  // "no-referrer" would make browsers send our forms with the origin "null".
  { key: "Referrer-Policy", value: "same-origin" },
  { key: "X-Frame-Options", value: "DENY" },
  { key: "Cross-Origin-Opener-Policy", value: "same-origin" },
  { key: "Cross-Origin-Resource-Policy", value: "same-origin" },
  { key: "Permissions-Policy", value: "camera=(), microphone=(), geolocation=(), payment=(), usb=()" },
];

const config: NextConfig = {
  output: "standalone",
  poweredByHeader: false,
  typedRoutes: true,
  // `npm run check` checks the types of everything, tests and scripts too; a build need not do it again.
  typescript: { ignoreBuildErrors: true },
  serverExternalPackages: ["pg", "bullmq", "ioredis"],
  // We have no pictures to resize, and so need no address that does it.
  images: { unoptimized: true },
  experimental: {
    serverActions: { bodySizeLimit: longestBody },
    proxyClientMaxBodySize: longestBody,
  },
  // A prefetch or a second tab must never show a stale sync: pages are rendered per request.
  headers: async () => [{ source: "/:path*", headers: securityHeaders }],
};

export default config;
