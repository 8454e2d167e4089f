// The class as a pupil saw it at any moment of the recording: a snapshot and the patches since. Pure.

import type { AnyEvent, Hidden, Patch, View } from "../../generated/messages";
import { type Json, merge } from "../../lib/lesson/merge";

/** An event with its patch; `at_ms` is on the recording's timeline. */
export type Step = { readonly number: number; readonly at_ms: number; readonly patch: Patch } & (
  | AnyEvent
  | Hidden
);

export interface Line {
  readonly number: number;
  readonly at_ms: number;
  readonly person: string;
  readonly text: string;
  readonly reply_to: number | null;
}

/** Views are kept each so many steps, so that going back never begins at the beginning. */
const APART = 100;

export class Steps {
  readonly all: Step[] = [];
  readonly lines: Line[] = [];
  /** How many lines there are after the first n steps, by n. */
  private readonly said: number[] = [0];
  private readonly kept: View[];
  private near: { count: number; view: View };

  constructor(readonly snapshot: View) {
    this.kept = [snapshot];
    this.near = { count: 0, view: snapshot };
  }

  /** Later steps, in order; ones known already are left out. */
  add(steps: readonly Step[]): void {
    for (const step of steps) {
      if (step.number <= (this.all.at(-1)?.number ?? Number.NEGATIVE_INFINITY)) continue;
      this.all.push(step);
      if (step.type === "said") {
        const { number, at_ms, person, text, reply_to } = step;
        this.lines.push({ number, at_ms, person, text, reply_to });
      }
      this.said.push(this.lines.length);
    }
  }

  /** How many steps have happened at `ms`. */
  count(ms: number): number {
    let [low, high] = [0, this.all.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.all[middle] as Step).at_ms <= ms) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** The view after the first `count` steps. */
  view(count: number): View {
    if (count < this.near.count) this.near = this.checkpoint(count);
    const ahead = this.checkpoint(count);
    if (ahead.count > this.near.count) this.near = ahead;
    let { count: done, view } = this.near;
    for (; done < count; done++) {
      view = merge(view as unknown as Json, (this.all[done] as Step).patch) as unknown as View;
      if ((done + 1) % APART === 0 && this.kept.length === (done + 1) / APART) this.kept.push(view);
    }
    this.near = { count, view };
    return view;
  }

  /** What had been said after the first `count` steps. */
  linesAt(count: number): readonly Line[] {
    return this.lines.slice(0, this.said[count] ?? 0);
  }

  /** The latest kept view at or before `count`. */
  private checkpoint(count: number): { count: number; view: View } {
    const place = Math.min(Math.floor(count / APART), this.kept.length - 1);
    return { count: place * APART, view: this.kept[place] as View };
  }
}
