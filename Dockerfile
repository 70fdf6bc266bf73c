# Three images from one build: portal, worker, migrate (see compose.yaml). Build one with --target.
ARG NODE_IMAGE=node:24-bookworm-slim

FROM ${NODE_IMAGE} AS base
WORKDIR /app
ENV NEXT_TELEMETRY_DISABLED=1

# Everything that building needs; cached until the lockfile changes.
FROM base AS packages
COPY package.json package-lock.json .npmrc ./
RUN npm ci

FROM packages AS build
COPY . .
RUN npm run build && npm run build:worker

# Only what the worker needs: the portal brings its own packages, and four of five megabytes are its alone.
FROM base AS worker-packages
COPY package.json package-lock.json .npmrc ./
RUN npm ci --omit=dev \
  && rm -rf node_modules/next node_modules/@next node_modules/@img node_modules/lucide-react

FROM base AS portal
ENV NODE_ENV=production HOSTNAME=0.0.0.0 PORT=3000
COPY --from=build /app/.next/standalone ./
COPY --from=build /app/.next/static ./.next/static
COPY --from=build /app/public ./public
USER node
EXPOSE 3000
HEALTHCHECK --interval=15s --timeout=5s --start-period=30s --retries=3 \
  CMD ["node", "-e", "fetch('http://127.0.0.1:3000/health/ready').then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "server.js"]

FROM base AS worker
ENV NODE_ENV=production WORKER_HEALTH_PORT=9090
COPY --from=worker-packages /app/node_modules ./node_modules
COPY --from=build /app/package.json ./
COPY --from=build /app/dist ./dist
USER node
HEALTHCHECK --interval=15s --timeout=5s --start-period=30s --retries=3 \
  CMD ["node", "-e", "fetch('http://127.0.0.1:9090/health/ready').then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "--enable-source-maps", "dist/worker.js"]

FROM base AS migrate
ENV NODE_ENV=production
COPY --from=worker-packages /app/node_modules ./node_modules
COPY --from=build /app/package.json ./
COPY --from=build /app/dist ./dist
COPY --from=build /app/db/migrations ./db/migrations
USER node
CMD ["node", "--enable-source-maps", "dist/migrate.js"]
