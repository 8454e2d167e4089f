// The moments one may want to go to: somebody got the floor, raised a hand, asked; a screen; the end of a gap. Pure.

import type { Hole, Reason } from "../playing/holes";
import type { Line } from "./steps";

/** As the server tells it. "question": a raised hand. `person` is missing when not recorded. */
export interface ToldJump {
  readonly at_ms: number;
  readonly kind: "start" | "floor" | "question" | "screen" | "resume";
  readonly person?: string;
}

export type Jump =
  | {
      readonly at: number;
      readonly kind: "start" | "floor" | "hand" | "screen" | "resume" | "asked";
      readonly person: string | null;
    }
  | { readonly at: number; readonly kind: "gap"; readonly from: number; readonly reason: Reason };

/** "Back" within this time (ms) of a moment means the one before it. */
const JUST_THERE = 2_000;
/** Shorter gaps are not worth a stop. */
const NOTICEABLE = 2_000;
/** The end of a pause and the event that ended it are one moment. */
const SAME = 3_000;

export function jumpsOf(told: readonly ToldJump[], lines: readonly Line[], holes: readonly Hole[]): Jump[] {
  const gaps = holes
    .filter(({ from, to }) => to - from >= NOTICEABLE)
    .map(({ from, to, reason }) => ({ at: to, kind: "gap" as const, from, reason }));
  const asked = lines
    .filter(({ text }) => asks(text))
    .map(({ at_ms, person }) => ({ at: at_ms, kind: "asked" as const, person }));
  const events = told
    .map(({ at_ms, kind, person }) => {
      return { at: at_ms, kind: kind === "question" ? ("hand" as const) : kind, person: person ?? null };
    })
    .filter(({ at, kind }) => kind !== "resume" || !gaps.some((gap) => Math.abs(gap.at - at) < SAME));
  return [...events, ...asked, ...gaps].sort((a, b) => a.at - b.at);
}

export function nextJump(jumps: readonly Jump[], ms: number): Jump | null {
  return jumps.find(({ at }) => at > ms + 200) ?? null;
}

export function previousJump(jumps: readonly Jump[], ms: number): Jump | null {
  return [...jumps].reverse().find(({ at }) => at < ms - JUST_THERE) ?? null;
}

/** A question mark outside of addresses. */
function asks(text: string): boolean {
  return /[?？]/.test(text.replaceAll(/https?:\/\/\S+/g, ""));
}
