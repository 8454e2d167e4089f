// PeerConnections and tracks without media.

/** As much of RTCPeerConnection as lib/media/link.ts, slots.ts and sources.ts touch. */
export class FakePeer {
  connectionState: RTCPeerConnectionState = "new";
  onconnectionstatechange: (() => void) | null = null;
  localDescription: { sdp: string } | null = null;
  answer: string | undefined;
  closed = false;

  readonly transceivers: {
    kind: string;
    direction: string;
    track: unknown;
    encodings: RTCRtpEncodingParameters[];
  }[] = [];

  addTransceiver(
    kind: string,
    { direction, sendEncodings = [] }: { direction: string; sendEncodings?: RTCRtpEncodingParameters[] },
  ): object {
    const transceiver = { kind, direction, track: null as unknown, encodings: sendEncodings };
    this.transceivers.push(transceiver);
    const sender = {
      replaceTrack: async (track: unknown) => {
        transceiver.track = track;
      },
      getParameters: () => ({ encodings: transceiver.encodings }),
      setParameters: async ({ encodings }: { encodings: RTCRtpEncodingParameters[] }) => {
        transceiver.encodings = encodings;
      },
    };
    return { sender, receiver: { track: { kind } } };
  }

  async createOffer(): Promise<{ sdp: string }> {
    return { sdp: "offer" };
  }

  async setLocalDescription(offer: { sdp: string }): Promise<void> {
    this.localDescription = offer;
  }

  async setRemoteDescription(description: { sdp: string }): Promise<void> {
    this.answer = description.sdp;
  }

  close(): void {
    this.closed = true;
  }

  /** What getStats says next; by id. */
  report = new Map<string, object>();
  restarts = 0;

  async getStats(): Promise<Map<string, object>> {
    return this.report;
  }

  getSenders(): { track: unknown }[] {
    return this.transceivers.map(({ track }) => ({ track }));
  }

  restartIce(): void {
    this.restarts += 1;
  }

  becomes(state: RTCPeerConnectionState): void {
    this.connectionState = state;
    this.onconnectionstatechange?.();
  }
}

export class FakeTrack {
  onended: (() => void) | null = null;
  readyState: MediaStreamTrackState = "live";
  contentHint = "";

  constructor(
    readonly kind: "audio" | "video" = "audio",
    readonly settings: MediaTrackSettings = {},
  ) {}

  get stopped(): boolean {
    return this.readyState === "ended";
  }

  stop(): void {
    this.readyState = "ended";
  }

  /** As when the device is unplugged, or the browser's own bar ends a share. */
  ends(): void {
    this.readyState = "ended";
    this.onended?.();
  }

  getSettings(): MediaTrackSettings {
    return this.settings;
  }
}
