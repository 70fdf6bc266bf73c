import type { FaultEffect, FaultRequest } from "./fault";
import { withoutMount } from "./path-pattern";
import type { SandboxRequest, ServiceName } from "./service";

/** A fault as it stands: `seen` counts matching calls, `hits` those it changed. */
export type StandingFault = FaultRequest & { id: number; seen: number; hits: number; spent: boolean };

function matches(fault: FaultRequest, service: ServiceName, request: SandboxRequest): boolean {
  if (fault.service !== service) return false;
  if (fault.method && fault.method !== request.method) return false;
  if (
    fault.path &&
    !request.path.startsWith(fault.path) &&
    !withoutMount(request.path).startsWith(fault.path)
  )
    return false;
  return !fault.pattern || new RegExp(fault.pattern).test(request.path);
}

/** The faults in force. A call is hit by one fault at most: the oldest that matches and is not spent. */
export class FaultTable {
  private faults: StandingFault[] = [];
  private lastId = 0;

  add(fault: FaultRequest): StandingFault {
    this.lastId += 1;
    const standing = { ...fault, id: this.lastId, seen: 0, hits: 0, spent: false };
    this.faults.push(standing);
    return standing;
  }

  list(): StandingFault[] {
    return this.faults;
  }

  remove(id: number): StandingFault | undefined {
    const found = this.faults.find((fault) => fault.id === id);
    this.faults = this.faults.filter((fault) => fault.id !== id);
    return found;
  }

  clear(): void {
    this.faults = [];
  }

  /** What happens to this call; counts it. */
  strike(service: ServiceName, request: SandboxRequest): FaultEffect | undefined {
    for (const fault of this.faults) {
      if (fault.spent || !matches(fault, service, request)) continue;
      fault.seen += 1;
      if (fault.seen <= fault.skip) continue;
      fault.hits += 1;
      fault.spent = fault.hits === fault.times;
      return fault.effect;
    }
    return undefined;
  }
}
