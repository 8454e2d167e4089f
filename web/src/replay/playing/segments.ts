// A track's index: which bytes of its file hold which time. Times are ms on the lesson's timeline (0 = recording began).
// Pure; called by buffer, holes, pictures and the shells.

/** A row as the server sends it: time, duration, offset, bytes, times of key frames. */
export type SegmentRow = readonly [number, number, number, number, (readonly number[])?];

export interface Segment {
  readonly at: number;
  readonly end: number;
  readonly offset: number;
  readonly bytes: number;
  /** Empty for sound, where every frame stands alone. */
  readonly keys: readonly number[];
}

export type Segments = readonly Segment[];

export function segmentOf([at, duration, offset, bytes, keys]: SegmentRow): Segment {
  return { at, end: at + duration, offset, bytes, keys: keys ?? [] };
}

/** The number of the segment that holds `ms`, or of the first one after it; the length when all are before. */
export function place(segments: Segments, ms: number): number {
  let [low, high] = [0, segments.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((segments[middle] as Segment).end > ms) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** From which segment to read so that `ms` can be decoded: for pictures the one with the key frame before it. */
export function readFrom(segments: Segments, ms: number): number {
  const wanted = place(segments, ms);
  const found = segments[wanted];
  if (!found || isSound(segments)) return wanted;
  if (found.keys.some((key) => key <= Math.max(ms, found.at))) return wanted;
  for (let at = wanted - 1; at >= 0; at--) {
    if ((segments[at] as Segment).keys.length > 0) return at;
  }
  return wanted;
}

/** Whether there is something to show at `ms`; a last frame is held for `hold` ms. */
export function covers(segments: Segments, ms: number, hold: number): boolean {
  const next = segments[place(segments, ms)];
  if (next && next.at <= ms) return true;
  const before = segments[place(segments, ms) - 1];
  return before !== undefined && ms < before.end + hold;
}

/** The time whose picture is seen at `ms`: itself, or the end of what came before, held. */
export function seenAt(segments: Segments, ms: number): number {
  const next = segments[place(segments, ms)];
  if (next && next.at <= ms) return ms;
  const before = segments[place(segments, ms) - 1];
  return before ? before.end - LAST : ms;
}

/** ms before a segment's end where its last frame is shown for sure. */
const LAST = 20;

export function endOf(segments: Segments): number {
  return segments.at(-1)?.end ?? 0;
}

/** Pictures have at least one key frame in the segment they begin with. */
function isSound(segments: Segments): boolean {
  return (segments[0]?.keys.length ?? 0) === 0;
}
