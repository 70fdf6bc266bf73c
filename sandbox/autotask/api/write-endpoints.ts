import type { SandboxResponse } from "../../http/service";
import { wrongMethod } from "../refusal";
import type { Write, Writer, Written } from "../write/writer";
import { writers } from "../write/writers";
import { type Call, readJson, requireRight } from "./call";

function writerOf({ route, request }: Call): Writer {
  const writer = writers[route.entity];
  if (!writer) throw wrongMethod(request.method);
  return writer;
}

function answer(call: Call, write: (given: Write) => Written | undefined): SandboxResponse {
  const { tenant, route, request } = call;
  const body = request.method === "DELETE" ? undefined : readJson(call);
  const written = tenant.write(() => write({ tenant, body, parentId: route.parentId }));
  if (!written) throw wrongMethod(request.method);
  return { status: 200, body: { itemId: written.itemId }, written: written.entity };
}

export function create(call: Call): SandboxResponse {
  requireRight(call, "create");
  return answer(call, (write) => writerOf(call).create?.(write));
}

/** The id stands in the body, not in the address. */
export function update(call: Call): SandboxResponse {
  requireRight(call, "update");
  const how = call.request.method === "PUT" ? "replace" : "patch";
  return answer(call, (write) => writerOf(call).update?.(write, how));
}

export function remove(call: Call, id: number): SandboxResponse {
  requireRight(call, "delete");
  return answer(call, (write) => writerOf(call).remove?.(write, id));
}
