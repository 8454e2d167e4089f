// The indexes of a recording's tracks as far as they are known; live ones grow.

import type { Key } from "../../api/kept";
import { indexPage } from "../../api/recording";
import { type Segments, segmentOf } from "./segments";

export class Indexes {
  private readonly known = new Map<string, { segments: Segments; next: number; broken: Set<number> }>();

  constructor(
    private readonly lesson: string,
    private readonly key: Key,
  ) {}

  of(track: string): Segments {
    return this.known.get(track)?.segments ?? [];
  }

  /** Reads what is new. Fails with a Refusal. */
  async load(track: string): Promise<void> {
    const index = this.known.get(track) ?? { segments: [], next: 0, broken: new Set<number>() };
    this.known.set(track, index);
    const asked = index.next;
    const { segments, next } = await indexPage(this.lesson, track, this.key, asked);
    // Two askers may have overlapped; the rows are taken once.
    if (segments.length === 0 || index.next !== asked) return;
    index.next = next;
    const fresh = segments.map(segmentOf).filter(({ offset }) => !index.broken.has(offset));
    index.segments = [...index.segments, ...fresh];
  }

  /** Leaves a segment out that the browser cannot play: a hole from now on. */
  drop(track: string, offset: number): void {
    const index = this.known.get(track);
    if (!index) return;
    index.broken.add(offset);
    index.segments = index.segments.filter((segment) => segment.offset !== offset);
  }
}
