// What this person sends: at most one track per source, on a send connection whose four transceivers are fixed.
// Turning something on or off is `replaceTrack`; nothing is ever renegotiated.

import { signal } from "@preact/signals";
import type { SourceName } from "../generated/messages";
import { encodingOf } from "./encoding";

/** The order of the m-lines the server relies on. */
const ORDER: readonly SourceName[] = ["mic", "camera", "screen", "screen_audio"];

export type OwnTracks = Partial<Record<SourceName, MediaStreamTrack>>;

export class Sources {
  /** The tracks that are on. */
  readonly tracks = signal<OwnTracks>({});
  private readonly senders = new Map<SourceName, RTCRtpSender>();

  /** `ended`: a source ended by itself (device unplugged, "stop sharing" of the browser). */
  constructor(private readonly ended: (source: SourceName) => void) {}

  build(): RTCPeerConnection {
    const pc = new RTCPeerConnection({ bundlePolicy: "max-bundle" });
    for (const source of ORDER) {
      const kind = source === "mic" || source === "screen_audio" ? "audio" : "video";
      const encoding = this.encoding(source);
      const { sender } = pc.addTransceiver(kind, {
        direction: "sendonly",
        ...(encoding && { sendEncodings: [encoding] }),
      });
      this.senders.set(source, sender);
      this.hand(source);
    }
    return pc;
  }

  /** The send connection is gone on purpose; the tracks, if any, stay. */
  unbuild(): void {
    this.senders.clear();
  }

  on(source: SourceName, track: MediaStreamTrack): void {
    const before = this.tracks.value[source];
    if (before && before !== track) silence(before);
    track.onended = () => {
      this.off(source);
      this.ended(source);
    };
    this.tracks.value = { ...this.tracks.value, [source]: track };
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

  private encoding(source: SourceName): RTCRtpEncodingParameters | undefined {
    if (source !== "camera" && source !== "screen") return undefined;
    return encodingOf(source, this.tracks.value[source]?.getSettings());
  }

  private hand(source: SourceName): void {
    const sender = this.senders.get(source);
    // A sender of a connection that was closed meanwhile refuses; its successor is handed the track when built.
    if (sender) this.give(sender, source).catch(() => undefined);
  }

  /** Another camera may have another size, so the encoding goes with the track. */
  private async give(sender: RTCRtpSender, source: SourceName): Promise<void> {
    const track = this.tracks.value[source] ?? null;
    await sender.replaceTrack(track);
    const encoding = this.encoding(source);
    if (!track || !encoding) return;
    const parameters = sender.getParameters();
    for (const one of parameters.encodings) Object.assign(one, encoding);
    await sender.setParameters(parameters);
  }
}

function silence(track: MediaStreamTrack): void {
  track.onended = null;
  track.stop();
}
