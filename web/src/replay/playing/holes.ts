// Where the class sound has nothing to play, why, and where to go on instead. Pure; times are ms on the timeline.

import { endOf, place, type Segments } from "./segments";

export type Reason = "paused" | "lost" | "disk" | "damaged";

/** A gap as the server tells it. `to` is null while it goes on; `track` null means the whole recording. */
export interface Gap {
  readonly from: number;
  readonly to: number | null;
  readonly reason: Reason;
  readonly track: string | null;
}

export interface Hole {
  readonly from: number;
  readonly to: number;
  readonly reason: Reason;
}

/** Shorter holes browsers play across by themselves (two frames of 60 ms). */
const PLAYED_ACROSS = 100;
/** Buffers end a little before what the index says, and a browser stops a little before that when it waits. */
const EDGE = { playing: 20, waiting: 400 } as const;
/** Where a recording begins and how segments are rounded is not exact. */
const TOUCH = 1_000;

/** All holes in the order of time: what the index lacks, and pauses even if silence was kept for them. */
export function holesOf(segments: Segments, gaps: readonly Gap[]): Hole[] {
  const whole = gaps.filter(({ track }) => track === null || track === "t00");
  const holes = missing(segments).map((hole) => ({ ...hole, reason: reasonOf(hole, whole) }));
  const end = endOf(segments);
  for (const { from, to, reason } of whole) {
    const until = Math.min(to ?? end, end);
    const known = holes.some((hole) => hole.from < until && from < hole.to);
    if (reason === "paused" && !known && until - from > TOUCH) holes.push({ from, to: until, reason });
  }
  return holes.sort((a, b) => a.from - b.from);
}

function missing(segments: Segments): { from: number; to: number }[] {
  const found: { from: number; to: number }[] = [];
  let before = 0;
  for (const { at, end } of segments) {
    if (at - before > PLAYED_ACROSS) found.push({ from: before, to: at });
    before = Math.max(before, end);
  }
  return found;
}

/** The gap that shares most of the hole's time; lost when the server names none. */
function reasonOf(hole: { from: number; to: number }, gaps: readonly Gap[]): Reason {
  let [best, most]: [Reason, number] = ["lost", 0];
  for (const { from, to, reason } of gaps) {
    const shared = Math.min(hole.to, (to ?? hole.to) + TOUCH) - Math.max(hole.from, from - TOUCH);
    if (shared > most) [best, most] = [reason, shared];
  }
  return best;
}

/** The hole one is in at `ms`, or runs into. */
export function holeAt(holes: readonly Hole[], ms: number, state: keyof typeof EDGE): Hole | null {
  return holes.find(({ from, to }) => from <= ms + EDGE[state] && ms < to) ?? null;
}

/** The nearest place at or after `ms` where there is sound; never behind the last sound. */
export function landing(segments: Segments, holes: readonly Hole[], ms: number): number {
  const wanted = Math.max(0, Math.min(ms, endOf(segments) - EDGE.playing));
  const hole = holes.find(({ from, to }) => from <= wanted && wanted < to);
  const from = hole ? hole.to : wanted;
  return Math.max(from, segments[place(segments, from)]?.at ?? from);
}
