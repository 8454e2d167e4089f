// Sound that should come and does not, and sound that comes badly; what the receive connection's own measures say.
// Pure. Times in ms.

/** Somebody speaks, the server gives us their sound, and no packet at all came for this long: the path is dead. */
export const SILENT_FOR = 2000;

export class Silence {
  private packets = -1;
  private since: number | null = null;

  /** `packets`: of all media so far. `expected`: somebody whose sound we get is speaking. True: the path is dead. */
  sample(now: number, packets: number, expected: boolean): boolean {
    const moves = packets !== this.packets;
    this.packets = packets;
    if (moves || !expected) {
      this.since = null;
      return false;
    }
    this.since ??= now;
    return now - this.since >= SILENT_FOR;
  }
}

/** As much of an inbound-rtp entry of getStats as is read here; samples since the connection was built. */
export interface Heard {
  readonly type: string;
  readonly kind?: string;
  readonly packetsReceived?: number;
  readonly totalSamplesReceived?: number;
  readonly concealedSamples?: number;
  readonly silentConcealedSamples?: number;
}

/** So many samples of a hundred made up by the browser are heard as holes. */
const HOLES = 0.05;
/** Samples looked at together: about 5 s of one voice. */
const WINDOW = 240_000;

/** How the sound arrives, by what the browser had to make up in its stead. */
export class Holes {
  weak = false;
  private readonly before = new Map<string, Heard>();
  private made = 0;
  private samples = 0;

  /** Called each second or so with the connection's report. */
  sample(report: Iterable<[string, Heard]>): void {
    for (const [id, entry] of report) {
      if (entry.type === "inbound-rtp" && entry.kind === "audio")
        this.add(this.before.get(id) ?? entry, entry);
      this.before.set(id, entry);
    }
    if (this.samples < WINDOW) return;
    this.weak = this.made > HOLES * this.samples;
    this.made = 0;
    this.samples = 0;
  }

  /** A slot without a voice makes up silence all the time: it does not count. */
  private add(before: Heard, now: Heard): void {
    if (now.packetsReceived === before.packetsReceived) return;
    this.made += Math.max(0, holes(now) - holes(before));
    this.samples += Math.max(0, (now.totalSamplesReceived ?? 0) - (before.totalSamplesReceived ?? 0));
  }
}

function holes({ concealedSamples = 0, silentConcealedSamples = 0 }: Heard): number {
  return concealedSamples - silentConcealedSamples;
}
