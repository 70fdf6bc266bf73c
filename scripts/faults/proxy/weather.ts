import { setTimeout as delay } from "node:timers/promises";
import { Gate } from "./gate";

/** What happens to everything that passes. */
export type Weather =
  | { kind: "clear" }
  /** Each piece arrives so much later. */
  | { kind: "slow"; ms: number }
  /** Small pieces, each after a pause. */
  | { kind: "trickle"; bytes: number; ms: number }
  /** Nothing passes for now; all of it does once the weather changes. */
  | { kind: "still" }
  /** Nothing passes. Connections that stood or were opened in it lead nowhere for ever, and nobody is told. */
  | { kind: "half_open" }
  /** Standing connections are reset, new ones are refused. */
  | { kind: "refuse" };

/** The weather of now, for those who carry something through it. */
export class Sky {
  private now: Weather = { kind: "clear" };
  private change = new Gate();

  get weather(): Weather {
    return this.now;
  }

  set(weather: Weather): void {
    this.now = weather;
    this.change.open();
    this.change = new Gate();
  }

  /** Brings the bytes to `deliver` in the way that the weather allows, as soon as it allows it. */
  async carry(bytes: Buffer, deliver: (piece: Buffer) => Promise<void>): Promise<void> {
    while (this.now.kind === "still") await this.change.opened;
    if (this.now.kind === "slow") await delay(this.now.ms);
    let rest = bytes;
    while (this.now.kind === "trickle" && rest.length > 0) {
      const { bytes: most, ms } = this.now;
      await Promise.race([delay(ms), this.change.opened]);
      await deliver(rest.subarray(0, most));
      rest = rest.subarray(most);
    }
    if (rest.length > 0) await deliver(rest);
  }
}
