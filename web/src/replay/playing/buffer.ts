// What a player should read, append or drop next, for one track. Pure: the shell (feed.ts) does it and asks again.
// What is in the browser's buffer is one unbroken run of segments; a jump out of it begins a new run.

import { place, readFrom, type Segment, type Segments } from "./segments";

/** Segments `first` to `end - 1` are in the buffer. */
export interface Run {
  readonly first: number;
  readonly end: number;
}

/** All in ms of playing time. */
export interface Policy {
  /** Read on when less than this lies ahead … */
  readonly low: number;
  /** … up to this. */
  readonly ahead: number;
  /** Read at once at most, and as the first bit after a jump. */
  readonly chunk: number;
  readonly firstChunk: number;
  /** Kept behind, for small steps back. */
  readonly behind: number;
}

export const SOUND: Policy = { low: 20_000, ahead: 40_000, chunk: 20_000, firstChunk: 8_000, behind: 60_000 };
export const PICTURE: Policy = {
  low: 10_000,
  ahead: 20_000,
  chunk: 8_000,
  firstChunk: 4_000,
  behind: 20_000,
};

/** Bytes of one read, so that a slow line is not asked for too much at once. */
const MOST_BYTES = 2_000_000;

export type Step =
  /** Empty the buffer and begin a run at segment `first`. */
  | { readonly do: "restart"; readonly first: number }
  /** Drop what is before segment `first` (which begins at `to` ms). */
  | { readonly do: "drop"; readonly first: number; readonly to: number }
  /** Read bytes `from` to `to` (not included), which are the segments from the run's end to `end - 1`. */
  | { readonly do: "read"; readonly end: number; readonly from: number; readonly to: number };

/** Null: nothing to do now. */
export function nextStep(segments: Segments, run: Run | null, position: number, policy: Policy): Step | null {
  if (place(segments, position) >= segments.length) return null;
  const start = readFrom(segments, position);
  if (run === null || start < run.first || start > run.end) return { do: "restart", first: start };
  return dropStep(segments, run, position, policy) ?? readStep(segments, run, position, policy);
}

function dropStep(segments: Segments, run: Run, position: number, policy: Policy): Step | null {
  const oldest = segments[run.first];
  if (run.first >= run.end || !oldest || oldest.end >= position - policy.behind) return null;
  const first = Math.min(readFrom(segments, position - policy.behind / 2), run.end);
  const kept = segments[first];
  return kept && first > run.first ? { do: "drop", first, to: kept.at } : null;
}

function readStep(segments: Segments, run: Run, position: number, policy: Policy): Step | null {
  const first = segments[run.end];
  const queued = ahead(segments, run, position);
  if (!first || queued >= policy.low) return null;
  const most = run.first === run.end ? policy.firstChunk : Math.min(policy.chunk, policy.ahead - queued);
  let end = run.end;
  let time = 0;
  let to = first.offset;
  for (let next = segments[end]; next; next = segments[end]) {
    const fits = time + length(next) <= most && to + next.bytes - first.offset <= MOST_BYTES;
    if (next.offset !== to || (end > run.end && !fits)) break;
    time += length(next);
    to += next.bytes;
    end += 1;
  }
  return { do: "read", end, from: first.offset, to };
}

/** Playing time in the buffer after `position`; holes take none. */
export function ahead(segments: Segments, run: Run, position: number): number {
  let time = 0;
  for (let at = Math.max(run.first, place(segments, position)); at < run.end; at++) {
    const { at: begin, end } = segments[at] as Segment;
    time += end - Math.max(begin, position);
  }
  return time;
}

const length = (segment: Segment) => segment.end - segment.at;
