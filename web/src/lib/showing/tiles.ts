// How many lines each picture needs on this device: said to the server, which sends no layer much larger. Pure.

import type { SetTiles, VideoSlot } from "../../generated/messages";
import type { Picture } from "../sending/encoding";

export type TileLines = SetTiles["lines"];

/** What is told: a window that is dragged must not say each pixel. */
const STEPS = [90, 180, 360, 540, 720, 1080, 1440, 2160] as const;

/** A face may be enlarged by so much; families pay for its sharpness. */
const ENLARGED = 1.25;
/** Text is asked for finer than CSS pixels, as far as an eye sees it on a phone. */
const FINEST = 2;
const COARSEST = 1.5;

/** The lines to ask for, of a picture that stands on `css` lines; 0: not shown. */
export function linesFor(picture: Picture, css: number, ratio: number): number {
  if (css <= 0) return 0;
  const fine = Math.min(FINEST, Math.max(COARSEST, ratio));
  const need = picture === "screen" ? css * fine : css / ENLARGED;
  return STEPS.find((step) => step >= need) ?? STEPS[STEPS.length - 1] ?? 0;
}

/** A slot that shows nothing yet is asked for small: the first picture comes with the fewest bytes. */
export const FIRST = STEPS[0];

/** The CSS lines a class's big picture will have in a window. */
export function bigTile(width: number, height: number): number {
  return Math.min((width * 9) / 16, height * 0.52);
}

/** ms between two reports, unless something is hidden no more. */
export const REPORT_EVERY = 1000;

/** What to report and when. Times in ms. */
export class TileReport {
  private now: TileLines = {};
  private said: TileLines | null = null;
  private lastAt = Number.NEGATIVE_INFINITY;

  /** What is true now. */
  set(lines: TileLines): void {
    this.now = lines;
  }

  /** The server has forgotten: it has to be said again. */
  forget(): void {
    this.said = null;
  }

  /** What to say at this moment; null: nothing. */
  take(now: number): TileLines | null {
    const due = this.dueAt();
    if (due === null || now < due) return null;
    this.said = this.now;
    this.lastAt = now;
    return this.now;
  }

  /** When there is something to say; null: nothing. */
  dueAt(): number | null {
    const { said, now } = this;
    if (said !== null && same(said, now)) return null;
    const appears = said === null || slots(now).some((slot) => !said[slot]);
    return appears ? Number.NEGATIVE_INFINITY : this.lastAt + REPORT_EVERY;
  }
}

function slots(lines: TileLines): VideoSlot[] {
  return Object.keys(lines) as VideoSlot[];
}

function same(a: TileLines, b: TileLines): boolean {
  return slots(a).length === slots(b).length && slots(a).every((slot) => a[slot] === b[slot]);
}
