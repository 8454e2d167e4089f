// The lesson's clock as this device sees it: the server's UTC milliseconds, estimated from the `at` of messages.
// A message can only arrive late, so the largest (at - arrival) seen is nearest to the truth.

export class LessonClock {
  private offset: number | undefined;

  /** A snapshot's time replaces what was believed before; an event's time only improves it. */
  heard(at: number, arrived: number, fresh: boolean): void {
    const sample = at - arrived;
    if (fresh || this.offset === undefined || sample > this.offset) this.offset = sample;
  }

  /** The lesson's time (UTC ms) at the device's time `local` (ms). */
  time(local: number): number {
    return local + (this.offset ?? 0);
  }
}
