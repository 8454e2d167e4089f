// How much data a period will take, before it starts: from what our own encodings send, not from a wish.

import type { Mode } from "../generated/messages";
import { cameraLayerFor, OPUS_BITRATE, OPUS_PACKETS_PER_SECOND } from "./sending/encoding";
import { bigTile, linesFor } from "./showing/tiles";

/** Bytes a packet has besides its payload: IPv4 20, UDP 8, RTP 12, SRTP tag 16. Measured: 44 kbit/s for one voice. */
const AROUND = 56;
/** Bytes of a video packet's payload, about, when a camera at its cap sends one or two a frame. */
const PICTURE_PAYLOAD = 900;
/** bit/s of RTCP, STUN and signalling: with sound alone, and what a picture adds. */
const UPKEEP = { sound: 1_500, picture: 5_000 } as const;

const SOUND = OPUS_BITRATE + OPUS_PACKETS_PER_SECOND * AROUND * 8 + UPKEEP.sound;

/** CSS pixels of the window. */
export interface WindowSize {
  width: number;
  height: number;
}

/** Bytes for `ms` of a lesson at the network card, rounded to whole MB: one voice all the time, and the teacher's
 * camera at the cap of the layer this window asks for. The screen is not counted: it mostly stands still. */
export function estimate(ms: number, mode: Mode, window: WindowSize): number {
  const rate = mode === "listen" ? SOUND : SOUND + picture(window);
  const bytes = (rate / 8) * (ms / 1000);
  return Math.max(1, Math.round(bytes / 1_000_000)) * 1_000_000;
}

function picture({ width, height }: WindowSize): number {
  const { bitrate } = cameraLayerFor(linesFor("camera", bigTile(width, height), 1));
  return bitrate * (1 + AROUND / PICTURE_PAYLOAD) + UPKEEP.picture;
}
