// The receive connection's fixed slots and the media elements that play them. A slot is one recvonly transceiver,
// made once and never renegotiated; a new connection only changes the elements' srcObject.

import { signal } from "@preact/signals";
import type { SlotName, VideoSlot } from "../../generated/messages";
import { iceServers } from "./ice";

export const AUDIO_SLOTS: readonly SlotName[] = ["a0", "a1", "a2"];
export const VIDEO_SLOTS: readonly VideoSlot[] = ["v0", "v1", "v2"];

export class Slots {
  /** The browser refused to play sound without a tap. */
  readonly blocked = signal(false);
  private readonly elements = new Map<SlotName, HTMLMediaElement>();
  private readonly streams = new Map<SlotName, MediaStream>();

  /** A connection that receives all slots: first the audio ones, then the video ones, as the server expects. */
  build(): RTCPeerConnection {
    const pc = new RTCPeerConnection({ bundlePolicy: "max-bundle", iceServers: iceServers() });
    for (const slot of AUDIO_SLOTS) this.receive(pc, slot, "audio");
    for (const slot of VIDEO_SLOTS) this.receive(pc, slot, "video");
    return pc;
  }

  attach(slot: SlotName, element: HTMLMediaElement | null): void {
    if (element === null) {
      this.elements.delete(slot);
      return;
    }
    this.elements.set(slot, element);
    this.play(slot);
  }

  /** Plays everything; called inside a tap, which is what allows sound. */
  playAll(): void {
    this.blocked.value = false;
    for (const slot of this.elements.keys()) this.play(slot);
  }

  private receive(pc: RTCPeerConnection, slot: SlotName, kind: "audio" | "video"): void {
    const { receiver } = pc.addTransceiver(kind, { direction: "recvonly" });
    this.streams.set(slot, new MediaStream([receiver.track]));
    this.play(slot);
  }

  private play(slot: SlotName): void {
    const element = this.elements.get(slot);
    const stream = this.streams.get(slot);
    if (!element || !stream) return;
    if (element.srcObject !== stream) element.srcObject = stream;
    element.play().catch((error: unknown) => {
      if (error instanceof DOMException && error.name === "NotAllowedError") this.blocked.value = true;
    });
  }
}
