// The indexes of a recording's tracks as far as they are known; live ones grow.

import { indexPage, type Key } from "../api/recording";
import { type Segments, segmentOf } from "./segments";

/** An index has so many pages at most (more than a day of segments), whatever a server says. */
const MOST_PAGES = 200;

export class Indexes {
  private readonly known = new Map<string, { segments: Segments; next: number; broken: Set<number> }>();

  constructor(
    private readonly lesson: string,
    private readonly key: Key,
  ) {}

  of(track: string): Segments {
    return this.known.get(track)?.segments ?? [];
  }

  /** Reads what is new; true when there was something. Fails with a Refusal. */
  async load(track: string): Promise<boolean> {
    const index = this.known.get(track) ?? { segments: [], next: 0, broken: new Set<number>() };
    this.known.set(track, index);
    let grown = false;
    for (let page = 0; page < MOST_PAGES; page++) {
      const asked = index.next;
      const { segments, next } = await indexPage(this.lesson, track, this.key, asked);
      // Two askers may have overlapped; the rows are taken once.
      if (segments.length === 0 || next <= asked || index.next !== asked) break;
      index.next = next;
      const fresh = segments.map(segmentOf).filter(({ offset }) => !index.broken.has(offset));
      index.segments = [...index.segments, ...fresh];
      grown = true;
    }
    return grown;
  }

  /** Leaves a segment out that the browser cannot play: a hole from now on. */
  drop(track: string, offset: number): void {
    const index = this.known.get(track);
    if (!index) return;
    index.broken.add(offset);
    index.segments = index.segments.filter((segment) => segment.offset !== offset);
  }
}
