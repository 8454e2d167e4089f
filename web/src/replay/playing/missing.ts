// What the recording lacks while its sound goes on: parts of what one person sent that were not kept. Pure; times are
// ms on the timeline. Where the class sound itself has a hole: holes.ts.

import type { Gap, Hole, Reason } from "./holes";

export interface Missing {
  readonly from: number;
  readonly to: number;
  /** Of several the one that says most. */
  readonly reason: Exclude<Reason, "paused">;
  /** The tracks it is missing from; "t00" stands for all. */
  readonly tracks: readonly string[];
}

/** Parts this near (ms) to each other are one. */
const NEAR = 1_000;
/** Shorter ones nobody notices. */
const NOTICEABLE = 1_000;
const SAYS_MOST = ["lost", "damaged", "disk"] as const;

/** In the order of time, one after another; what lies in a hole is jumped over and not here. `end`: of the recording. */
export function missingOf(gaps: readonly Gap[], holes: readonly Hole[], end: number): Missing[] {
  const found: Missing[] = [];
  for (const { from, to, reason, track } of [...gaps].sort((a, b) => a.from - b.from)) {
    const until = Math.min(to ?? end, end);
    const jumped = holes.some((hole) => hole.from - NEAR <= from && until <= hole.to + NEAR);
    if (reason === "paused" || jumped || until <= from) continue;
    const part = { from, to: until, reason, tracks: [track ?? "t00"] };
    const last = found.at(-1);
    if (last && from <= last.to + NEAR) found[found.length - 1] = joined(last, part);
    else found.push(part);
  }
  return found.filter(({ from, to }) => to - from >= NOTICEABLE);
}

function joined(one: Missing, other: Missing): Missing {
  const most = (reason: Missing["reason"]) => SAYS_MOST.indexOf(reason);
  return {
    from: one.from,
    to: Math.max(one.to, other.to),
    reason: most(other.reason) > most(one.reason) ? other.reason : one.reason,
    tracks: [...new Set([...one.tracks, ...other.tracks])],
  };
}

/** Of the server's spans, whose end is null while they go on, the one at `ms`. */
export function spanAt<Span extends { from_ms: number; to_ms: number | null }>(
  spans: readonly Span[],
  ms: number,
): Span | null {
  const inside = ({ from_ms, to_ms }: Span) => from_ms <= ms && ms < (to_ms ?? Number.POSITIVE_INFINITY);
  return spans.find(inside) ?? null;
}
