import { z } from "zod";
import { EditRefused } from "../../http/service";
import type { OutsideWorld } from "../../outside-world";
import { ok, type Route, read, readJson, serviceOf } from "./route";

export const settingRoutes: Route[] = [
  {
    method: "GET",
    path: "/settings",
    says: "The switches of each service",
    answer: (world) => ok(currentSettings(world)),
  },
  {
    method: "PATCH",
    path: "/settings",
    says: 'Turn switches: {"connectwise": {"wrongKeys": "404"}}',
    answer(world, request) {
      const changes = Object.entries(read(z.record(z.string(), z.unknown()), readJson(request)));
      for (const [name] of changes)
        if (!serviceOf(world, name).settings) throw new EditRefused(404, `${name} has no settings.`);
      for (const [name, change] of changes) serviceOf(world, name).settings?.change(change);
      return ok(currentSettings(world));
    },
  },
];

function currentSettings(world: OutsideWorld): Record<string, unknown> {
  const withSettings = Object.entries(world.services).filter(([, service]) => service.settings);
  return Object.fromEntries(withSettings.map(([name, service]) => [name, service.settings?.current()]));
}
