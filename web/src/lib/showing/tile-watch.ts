// Looks how large the pictures stand on this screen, and has it said to the server when it changes. What is hidden,
// scrolled away or on a page in the background is not shown: its bytes are saved, sound goes on.

import type { VideoSlot } from "../../generated/messages";
import type { Picture } from "../sending/encoding";
import { FIRST, linesFor, type TileLines, TileReport } from "./tiles";

export interface TileDeps {
  /** Says it to the server; false: it was not heard. */
  say(lines: TileLines): Promise<boolean>;
  /** What the slot shows now; null: nothing. */
  shows(slot: VideoSlot): Picture | null;
}

/** ms until what was not heard is said again. */
const AGAIN = 2000;

export class TileWatch {
  private readonly report = new TileReport();
  private readonly tiles = new Map<VideoSlot, HTMLElement>();
  private readonly away = new Set<Element>();
  private readonly sizes = new ResizeObserver(() => this.look());
  private readonly scrolls = new IntersectionObserver((entries) => {
    for (const { target, isIntersecting, boundingClientRect } of entries) {
      // What is not laid out is not away: it shows nothing yet.
      if (isIntersecting || boundingClientRect.height === 0) this.away.delete(target);
      else this.away.add(target);
    }
    this.look();
  });
  private timer: ReturnType<typeof setTimeout> | undefined;
  private saying = false;
  private open = false;

  constructor(private readonly deps: TileDeps) {}

  attach(slot: VideoSlot, element: HTMLElement | null): void {
    const before = this.tiles.get(slot);
    if (before) {
      this.sizes.unobserve(before);
      this.scrolls.unobserve(before);
      this.away.delete(before);
      this.tiles.delete(slot);
    }
    if (!element) return;
    this.tiles.set(slot, element);
    this.sizes.observe(element);
    this.scrolls.observe(element);
  }

  /** The line stands and the server knows nothing of our tiles. */
  start(): void {
    this.open = true;
    this.report.forget();
    this.look();
  }

  /** Nobody can be told. */
  stop(): void {
    this.open = false;
    clearTimeout(this.timer);
  }

  /** Something may have changed: a size, what is fed, whether the page is seen. */
  look(): void {
    if (!this.open) return;
    this.report.set(document.visibilityState === "visible" ? this.measure() : {});
    this.step();
  }

  private measure(): TileLines {
    const zoom = window.visualViewport?.scale ?? 1;
    const lines: Partial<Record<VideoSlot, number>> = {};
    for (const [slot, element] of this.tiles) {
      const shows = this.deps.shows(slot);
      const css = element.clientHeight * zoom;
      // What shows nothing yet, or is just being laid out, begins small: it may come any moment.
      const wanted = shows === null || css === 0 ? FIRST : linesFor(shows, css, window.devicePixelRatio);
      const scrolledAway = css > 0 && this.away.has(element);
      if (!scrolledAway) lines[slot] = wanted;
    }
    return lines;
  }

  private step(): void {
    clearTimeout(this.timer);
    if (this.saying || !this.open) return;
    const now = performance.now();
    const lines = this.report.take(now);
    if (lines) void this.say(lines);
    else this.later(this.report.dueAt(), now);
  }

  private later(due: number | null, now: number): void {
    if (due !== null) this.timer = setTimeout(() => this.step(), Math.max(0, due - now) + 1);
  }

  private async say(lines: TileLines): Promise<void> {
    this.saying = true;
    const heard = await this.deps.say(lines);
    this.saying = false;
    if (heard) this.step();
    else {
      this.report.forget();
      this.timer = setTimeout(() => this.step(), AGAIN);
    }
  }
}
