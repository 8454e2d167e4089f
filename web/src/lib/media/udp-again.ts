// Media that had to go over TCP or a relay: when to look, unseen, whether UDP works by now. Pure. Times in ms.

import type { Way } from "./path";

/** A way that was only just found is left alone: the browser itself still looks for better ones. */
export const SETTLED = 120_000;
/** Between two looks, and so many in an hour at most: a school's firewall does not change by the minute. */
export const BETWEEN = 300_000;
export const AT_MOST = 3;
const HOUR = 3_600_000;

export class UdpAgain {
  private since: number | null = null;
  /** The last hour's. */
  private looks: number[] = [];

  /** `path`: the way media takes now. True: look now; it counts as looked. */
  due(now: number, path: Way | "none"): boolean {
    if (path === "udp" || path === "none") {
      this.since = null;
      return false;
    }
    this.since ??= now;
    this.looks = this.looks.filter((at) => now - at < HOUR);
    const last = this.looks[this.looks.length - 1];
    const early = now - this.since < SETTLED || (last !== undefined && now - last < BETWEEN);
    if (early || this.looks.length >= AT_MOST) return false;
    this.looks.push(now);
    return true;
  }
}
