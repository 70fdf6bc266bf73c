import type { SandboxResponse } from "../../http/service";
import { noRoute, wrongMethod } from "../refusal";
import type { Call } from "./call";
import { entityInformation } from "./entity-information";
import { count, getOne, listChildren, query } from "./read-endpoints";
import { idOf } from "./route";
import type { Verb } from "./verbs";
import { create, remove, update } from "./write-endpoints";

/** Answers a call by its address and method; throws the refusal of what does not exist. */
export function dispatch(call: Call): SandboxResponse {
  const { route, request } = call;
  const { method, path } = request;
  const [first, second, ...more] = route.rest;
  const id = idOf(first);
  if (first === undefined) return collection(call);
  if (first === "entityinformation") return only(["GET"], method, () => entityInformation(call));
  if (first === "next" && route.parentId !== undefined && second === undefined) return collection(call);
  if (first === "query" && route.verbs.includes("query") && more.length === 0) {
    if (second === undefined || second === "next") return only(["GET", "POST"], method, () => query(call));
    if (second === "count") return only(["GET", "POST"], method, () => count(call));
  }
  if (id === undefined || second !== undefined) throw noRoute(path);
  if (method === "GET" && route.verbs.includes("get")) return getOne(call, id);
  if (method === "DELETE" && route.verbs.includes("delete")) return remove(call, id);
  throw wrongMethod(method);
}

function only(methods: readonly string[], method: string, answer: () => SandboxResponse): SandboxResponse {
  if (!methods.includes(method)) throw wrongMethod(method);
  return answer();
}

const verbs: Readonly<Record<string, Verb>> = { GET: "get", POST: "create", PATCH: "update", PUT: "update" };

/** The address of a collection: a child collection can be listed, one at the root only queried. */
function collection(call: Call): SandboxResponse {
  const { route, request } = call;
  const { method } = request;
  const verb = verbs[method];
  if (!verb || !route.verbs.includes(verb)) throw wrongMethod(method);
  if (verb === "create") return create(call);
  if (verb === "update") return update(call);
  if (route.parentId === undefined) throw wrongMethod(method);
  return listChildren(call);
}
