// How much data a period will take, before it starts: from what our own encodings send, not from a wish.

import type { Mode } from "../generated/messages";

/** Bits per second at the network card: speech at 16 kbit/s Opus in 20 ms packets, headers and STUN included. */
const SOUND = 41_000;
/** The camera's cap (lib/sources.ts) with headers; the screen mostly stands still and stays below it. */
const PICTURE = 265_000;

/** Bytes for `ms` of a lesson, rounded to whole MB. */
export function estimate(ms: number, mode: Mode): number {
  const rate = mode === "listen" ? SOUND : SOUND + PICTURE;
  const bytes = (rate / 8) * (ms / 1000);
  return Math.max(1, Math.round(bytes / 1_000_000)) * 1_000_000;
}
