import { billRoutes } from "./routes/bill-routes";
import { entityRoutes } from "./routes/entity-routes";
import { faultRoutes } from "./routes/fault-routes";
import type { Route } from "./routes/route";
import { settingRoutes } from "./routes/setting-routes";
import { worldRoutes } from "./routes/world-routes";

/** Everything that the control interface answers, in the order in which its page lists it. */
export const controlRoutes: readonly Route[] = [
  ...worldRoutes,
  ...billRoutes,
  ...faultRoutes,
  ...entityRoutes,
  ...settingRoutes,
];
