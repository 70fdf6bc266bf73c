import { connect, type Socket } from "node:net";
import { Gate } from "./gate";
import type { Sky } from "./weather";

/**
 * Looks at what a client sends on one connection, the latest last, and says what becomes of it: it passes; or the
 * connection is reset before the server sees it; or the server sees it and its answer is lost with the connection,
 * or waits until it is let go.
 */
export type Trap = (sent: string) => "pass" | "reset" | "lose_answer" | "hold_answer";

export type LinkOptions = {
  client: Socket;
  target: { host: string; port: number };
  sky: Sky;
  trap: () => Trap | null;
};

/** So much of what a client has sent is kept for traps to look at. */
const mostKept = 64 * 1024;

/** One client's connection through the proxy, and the one to the server that belongs to it. */
export class Link {
  readonly closed: Promise<void>;
  private readonly isCut = new Gate();
  private readonly client: Socket;
  private readonly server: Socket;
  private sent = "";
  private answer: "pass" | "lose" | Gate = "pass";
  /** Bytes are swallowed: something was lost on the way, and what follows would be no sense. */
  private leadsNowhere = false;

  constructor(private readonly options: LinkOptions) {
    this.client = options.client;
    this.server = connect(options.target);
    for (const socket of [this.client, this.server]) {
      socket.setNoDelay(true);
      socket.on("error", () => this.cut());
    }
    const closes = [this.client, this.server].map(
      (socket) => new Promise<void>((resolve) => socket.once("close", () => resolve())),
    );
    this.closed = Promise.race([this.isCut.opened, Promise.all(closes).then(() => undefined)]);
    if (options.sky.weather.kind === "half_open") this.loseForEver();
    void this.carryRequests();
    void this.carryAnswers();
  }

  /** Resets both sides. */
  cut(): void {
    this.isCut.open();
    for (const socket of [this.client, this.server]) {
      // One that is being shut cannot be reset any more: Node would leave it open for ever.
      if (!socket.connecting && !socket.writableEnded && !socket.destroyed) socket.resetAndDestroy();
      // By itself the reset waits until everything written before has gone out, which may be never.
      socket.destroy();
    }
  }

  loseForEver(): void {
    this.leadsNowhere = true;
  }

  /** Lets a held answer go. */
  release(): void {
    if (this.answer instanceof Gate) this.answer.open();
    this.answer = "pass";
  }

  private async carryRequests(): Promise<void> {
    await this.carry(this.client, this.server, async (bytes) => {
      this.sent = (this.sent + bytes.toString("latin1")).slice(-mostKept);
      const verdict = this.options.trap()?.(this.sent) ?? "pass";
      if (verdict !== "pass") this.sent = "";
      if (verdict === "reset") return this.cut();
      if (verdict === "lose_answer") this.answer = "lose";
      if (verdict === "hold_answer") this.answer = new Gate();
      await this.pass(bytes, this.server);
    });
  }

  private async carryAnswers(): Promise<void> {
    await this.carry(this.server, this.client, async (bytes) => {
      if (this.answer === "lose") return this.cut();
      if (this.answer instanceof Gate) await this.answer.opened;
      await this.pass(bytes, this.client);
    });
  }

  private pass(bytes: Buffer, to: Socket): Promise<void> {
    return this.options.sky.carry(bytes, (piece) => write(to, piece));
  }

  private async carry(from: Socket, to: Socket, handle: (bytes: Buffer) => Promise<void>): Promise<void> {
    try {
      for await (const bytes of from) if (!this.leadsNowhere) await handle(bytes);
      if (!this.leadsNowhere) to.end();
    } catch {
      // A side that broke takes the other with it; "error" has been heard for that one already.
      this.cut();
    }
  }
}

async function write(to: Socket, piece: Buffer): Promise<void> {
  if (to.destroyed || to.write(piece)) return;
  await new Promise<void>((resolve) => {
    to.once("drain", resolve);
    to.once("close", () => resolve());
  });
}
