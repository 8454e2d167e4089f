// Watches how hard the send connection's encoders work: asks them while pictures are sent, tells when one layer has
// to do, and when all may come back.

import { isLimited, type Outbound, Strain } from "./strain";

const LOOK_EVERY = 2000;

export class Effort {
  private readonly strain = new Strain();
  private timer: ReturnType<typeof setInterval> | undefined;
  private before: ReadonlyMap<string, Outbound> = new Map();
  private at = 0;

  /** `changed`: `strained` is another. */
  constructor(private readonly changed: () => void) {}

  get strained(): boolean {
    return this.strain.strained;
  }

  /** From now on this connection is looked at. */
  watch(pc: RTCPeerConnection): void {
    this.rest();
    // A connection that was closed meanwhile has nothing to say.
    this.timer = setInterval(() => this.look(pc).catch(() => undefined), LOOK_EVERY);
  }

  rest(): void {
    clearInterval(this.timer);
    this.before = new Map();
  }

  private async look(pc: RTCPeerConnection): Promise<void> {
    if (!pc.getSenders().some(({ track }) => track?.kind === "video")) return;
    const after = new Map<string, Outbound>();
    for (const [id, entry] of await pc.getStats()) {
      if (entry.type === "outbound-rtp" && entry.kind === "video") after.set(id, entry);
    }
    const now = performance.now();
    const limited = isLimited(this.before, after, now - this.at);
    this.before = after;
    this.at = now;
    if (this.strain.sample(now, limited)) this.changed();
  }
}
