// One of the send connection's fixed transceivers: hands it tracks and tells its encoder which layers to send.

import type { SourceName } from "../../generated/messages";
import { abilities } from "./encoders";
import { type Encoding, encodingOf, LAYERS, type Layer, layersOf, ONE_LAYER } from "./encoding";

/** How often, and each how many ms, what a browser refused is tried. */
const TRIES = 10;
const TRY_AGAIN = 300;

export interface Want {
  readonly track: MediaStreamTrack | null;
  /** Whether the layer of this rid is to be sent; "" is all of a source without layers. */
  readonly active: (rid: string) => boolean;
}

export class Sender {
  private given: MediaStreamTrack | null = null;
  private next: Want | undefined;
  private busy = false;

  private constructor(
    private readonly sender: RTCRtpSender,
    /** Low to high; empty: sound. */
    private readonly layers: readonly Layer[],
  ) {}

  /** Adds the source's transceiver; with fewer layers when the browser does not take them all. */
  static add(pc: RTCPeerConnection, source: SourceName): Sender {
    if (source !== "camera" && source !== "screen") {
      return new Sender(pc.addTransceiver("audio", { direction: "sendonly" }).sender, []);
    }
    const layers = layersOf(source, abilities());
    try {
      const sendEncodings = layers.map((layer) => encodingOf(layer, {}, abilities()));
      return new Sender(pc.addTransceiver("video", { direction: "sendonly", sendEncodings }).sender, layers);
    } catch {
      const one = LAYERS[source].filter(({ rid }) => rid === ONE_LAYER);
      return new Sender(pc.addTransceiver("video", { direction: "sendonly" }).sender, one);
    }
  }

  /** What can be told apart: rids, or "" for the whole. */
  get rids(): readonly string[] {
    return this.layers.length > 1 ? this.layers.map(({ rid }) => rid) : [""];
  }

  /** The newest want counts; one change at a time, as browsers demand. */
  set(want: Want): void {
    this.next = want;
    if (!this.busy) void this.work();
  }

  private async work(): Promise<void> {
    this.busy = true;
    let refused = 0;
    for (let want = this.next; want && refused < TRIES; want = this.next) {
      this.next = undefined;
      try {
        await this.give(want);
        refused = 0;
      } catch {
        // While descriptions are exchanged (a restart) browsers refuse parameters; a closed connection does for ever,
        // but its successor is handed everything when it is built.
        refused += 1;
        this.next ??= want;
        await new Promise((done) => setTimeout(done, TRY_AGAIN));
      }
    }
    this.next = undefined;
    this.busy = false;
  }

  /** Another camera may have another size, so the encoding goes with the track. */
  private async give({ track, active }: Want): Promise<void> {
    if (track !== this.given) await this.sender.replaceTrack(track);
    this.given = track;
    if (!track) return;
    const parameters = this.sender.getParameters();
    const size = track.getSettings();
    for (const [index, encoding] of parameters.encodings.entries()) {
      const layer = this.layers[index];
      if (layer) Object.assign(encoding, this.encoding(layer, size));
      encoding.active = active(this.rids[index] ?? "");
    }
    await this.sender.setParameters(parameters);
  }

  private encoding(layer: Layer, size: MediaTrackSettings): Encoding {
    if (this.layers.length > 1) return encodingOf(layer, size, abilities());
    const { rid: _, ...whole } = encodingOf(layer, size, { scaleTo: false, modes: false, all: true });
    return whole;
  }
}
