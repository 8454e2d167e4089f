// What this person sends: at most one track per source, on a send connection whose four transceivers are fixed.
// Turning something on or off is `replaceTrack`; nothing is ever renegotiated. What nobody takes rests: its device
// stays on, only nothing is sent.

import { signal } from "@preact/signals";
import type { Sending, SourceName } from "../../generated/messages";
import { iceServers } from "../media/ice";
import type { Effort } from "./effort";
import { ONE_LAYER } from "./encoding";
import { Sender } from "./sender";
import { Wanted } from "./wanted";

/** The order of the m-lines the server relies on. */
const ORDER: readonly SourceName[] = ["mic", "camera", "screen", "screen_audio"];

export type OwnTracks = Partial<Record<SourceName, MediaStreamTrack>>;

export class Sources {
  /** The tracks that are on. */
  readonly tracks = signal<OwnTracks>({});
  private senders = new Map<SourceName, Sender>();
  private readonly wanted = new Wanted();
  private effort: Effort | undefined;

  /** `ended`: a source ended by itself (device unplugged, "stop sharing" of the browser). */
  constructor(private readonly ended: (source: SourceName) => void) {}

  build(): RTCPeerConnection {
    const pc = new RTCPeerConnection({ bundlePolicy: "max-bundle", iceServers: iceServers() });
    this.senders = new Map(ORDER.map((source) => [source, Sender.add(pc, source)]));
    this.unheard();
    void this.mind(pc, this.senders);
    return pc;
  }

  /** The send connection is gone on purpose; the tracks, if any, stay. */
  unbuild(): void {
    this.senders = new Map();
    this.effort?.rest();
  }

  on(source: SourceName, track: MediaStreamTrack): void {
    const before = this.tracks.value[source];
    if (before && before !== track) silence(before);
    track.onended = () => {
      this.off(source);
      this.ended(source);
    };
    this.tracks.value = { ...this.tracks.value, [source]: track };
    this.wanted.forget(source);
    this.hand(source);
  }

  /** Stops the track itself, so that the browser's recording light goes out. True when there was one. */
  off(source: SourceName): boolean {
    const { [source]: track, ...rest } = this.tracks.value;
    if (!track) return false;
    silence(track);
    this.tracks.value = rest;
    this.hand(source);
    return true;
  }

  /** Tracks that ended while nobody was told (a page asleep): off, as if they had ended now. */
  sweep(): void {
    for (const source of ORDER) {
      if (this.tracks.value[source]?.readyState === "ended" && this.off(source)) this.ended(source);
    }
  }

  allOff(): void {
    for (const source of ORDER) this.off(source);
  }

  /** The server says which layers somebody takes. */
  sending({ wanted }: Sending): void {
    this.wanted.tell(wanted);
    this.handAll();
  }

  /** The server cannot say what it takes, or does not know these sources yet: everything is sent. */
  unheard(): void {
    for (const source of ORDER) this.wanted.forget(source);
    this.handAll();
  }

  /** Chromium forgets which layers rest when an answer is set. */
  answered(): void {
    this.handAll();
  }

  /** Most pupils never send: what watches the processor is loaded when somebody does. Without it all layers are sent. */
  private async mind(pc: RTCPeerConnection, senders: object): Promise<void> {
    const loaded = await import("./effort").catch(() => null);
    if (!loaded || senders !== this.senders) return;
    this.effort ??= new loaded.Effort(() => this.handAll());
    this.effort.watch(pc);
  }

  private handAll(): void {
    for (const source of ORDER) this.hand(source);
  }

  private hand(source: SourceName): void {
    const sender = this.senders.get(source);
    if (!sender) return;
    const active = this.active(source, sender.rids);
    sender.set({ track: this.tracks.value[source] ?? null, active: (rid) => active.has(rid) });
  }

  /** A device at its limit sends one layer, whichever was wanted. */
  private active(source: SourceName, rids: readonly string[]): ReadonlySet<string> {
    const taken = rids.filter((rid) => this.wanted.active(source, rid));
    const one = this.effort?.strained === true && rids.length > 1 && taken.length > 0;
    return new Set(one ? [ONE_LAYER] : taken);
  }
}

function silence(track: MediaStreamTrack): void {
  track.onended = null;
  track.stop();
}
