// Whether this device's processor is the limit of what it sends: then one layer only. Pure. Times in ms.

export interface StrainSettings {
  /** The limit must last this long, */
  limitedFor: number;
  /** and calm this long before all layers come back, */
  calmFor: number;
  /** at most so often. */
  comebacks: number;
}

export const STRAIN: StrainSettings = { limitedFor: 5_000, calmFor: 60_000, comebacks: 2 };

export class Strain {
  /** One layer of each picture is sent. */
  strained = false;
  private since: number | null = null;
  private comebacks = 0;

  constructor(private readonly settings: StrainSettings = STRAIN) {}

  /** What the encoders just said; called each second or two while a picture is sent. True when `strained` changed. */
  sample(now: number, limited: boolean): boolean {
    if (limited === this.strained) {
      this.since = null;
      return false;
    }
    this.since ??= now;
    const { limitedFor, calmFor, comebacks } = this.settings;
    if (now - this.since < (limited ? limitedFor : calmFor)) return false;
    if (!limited && this.comebacks >= comebacks) return false;
    if (!limited) this.comebacks += 1;
    this.strained = limited;
    this.since = null;
    return true;
  }
}

/** Above this share of real time in the encoder a device has no room left for the rest of a lesson. */
const MOST = 0.5;

/** As much of an outbound-rtp entry of getStats as is read here. */
export interface Outbound {
  readonly rid?: string;
  readonly qualityLimitationReason?: string;
  /** s, since the start. */
  readonly totalEncodeTime?: number;
}

/** Two looks at the same senders, `ms` apart: is the processor the limit? Layers share one encoder's time. */
export function isLimited(
  before: ReadonlyMap<string, Outbound>,
  after: ReadonlyMap<string, Outbound>,
  ms: number,
): boolean {
  for (const [id, entry] of after) {
    if (entry.qualityLimitationReason === "cpu") return true;
    const busy =
      (entry.totalEncodeTime ?? 0) - (before.get(id)?.totalEncodeTime ?? entry.totalEncodeTime ?? 0);
    if (ms > 0 && (busy * 1000) / ms > MOST) return true;
  }
  return false;
}
