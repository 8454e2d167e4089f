// PeerConnections and tracks without media.

/** As much of RTCPeerConnection as lib/link.ts, slots.ts and sources.ts touch. */
export class FakePeer {
  connectionState: RTCPeerConnectionState = "new";
  onconnectionstatechange: (() => void) | null = null;
  localDescription: { sdp: string } | null = null;
  answer: string | undefined;
  closed = false;

  readonly transceivers: { kind: string; direction: string; track: unknown }[] = [];

  addTransceiver(kind: string, { direction }: { direction: string }): object {
    const transceiver = { kind, direction, track: null as unknown };
    this.transceivers.push(transceiver);
    const sender = {
      replaceTrack: async (track: unknown) => {
        transceiver.track = track;
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

  becomes(state: RTCPeerConnectionState): void {
    this.connectionState = state;
    this.onconnectionstatechange?.();
  }
}

export class FakeTrack {
  onended: (() => void) | null = null;
  stopped = false;

  constructor(readonly kind: "audio" | "video" = "audio") {}

  stop(): void {
    this.stopped = true;
  }
}
