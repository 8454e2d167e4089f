// Media time of a playlist that has no time for holes (HLS), and the timeline. Pure; both in ms.

import { endOf, type Segments } from "./segments";

/** Where on the timeline a packed time is. */
export function unpacked(segments: Segments, packed: number): number {
  let left = packed;
  for (const { at, end } of segments) {
    if (left < end - at) return at + Math.max(0, left);
    left -= end - at;
  }
  return endOf(segments);
}

/** How much there is to play before a time of the timeline. */
export function packed(segments: Segments, ms: number): number {
  let time = 0;
  for (const { at, end } of segments) {
    if (ms < end) return time + Math.max(0, ms - at);
    time += end - at;
  }
  return time;
}
