import { faultRequest } from "../../http/fault";
import { EditRefused } from "../../http/service";
import { ok, type Route, read, readJson } from "./route";

export const faultRoutes: Route[] = [
  {
    method: "POST",
    path: "/faults",
    says: 'Which call, how often, what: {"service", "method"?, "path"?, "pattern"?, "skip"?, "times"?, "effect"}',
    answer: (world, request) => ({
      status: 201,
      body: world.faults.add(read(faultRequest, readJson(request))),
    }),
  },
  {
    method: "GET",
    path: "/faults",
    says: "The faults in force and the spent ones, with what they hit",
    answer: (world) => ok(world.faults.list()),
  },
  {
    method: "DELETE",
    path: "/faults",
    says: "No more faults",
    answer(world) {
      world.faults.clear();
      return ok([]);
    },
  },
  {
    method: "DELETE",
    path: "/faults/{id}",
    says: "Take one fault back",
    answer(world, _request, [id = ""]) {
      const removed = world.faults.remove(Number(id));
      if (!removed) throw new EditRefused(404, `There is no fault ${id}; GET faults lists them.`);
      return ok(removed);
    },
  },
];
