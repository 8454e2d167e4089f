// When to build a media connection (again). Pure: the time is an argument, the shell (lib/link.ts) arms one
// timer with `dueAt` and builds when `take` says so. All times are milliseconds.

export type LinkState = "idle" | "waiting" | "trying" | "up" | "shaky" | "away";

export interface ReconnectSettings {
  firstDelay: number;
  longestDelay: number;
  /** How long "disconnected" may last before the connection is given up: browsers often recover by themselves. */
  shakyFor: number;
  /** How long one attempt may take. */
  attemptFor: number;
  /** How long to wait for the word that a lost media worker is back before trying anyhow. */
  awayFor: number;
  /** An attempt this old when the network is back began without it. */
  staleAfter: number;
  /** The shortest time between two attempts, however often we are nudged. */
  closest: number;
}

export const RECONNECT: ReconnectSettings = {
  firstDelay: 300,
  longestDelay: 2000,
  shakyFor: 2500,
  attemptFor: 6000,
  awayFor: 5000,
  staleAfter: 1000,
  closest: 250,
};

export class Reconnect {
  state: LinkState = "idle";
  private due: number | null = null;
  private failures = 0;
  private lastAttempt = Number.NEGATIVE_INFINITY;

  constructor(
    private readonly random: () => number = Math.random,
    private readonly settings: ReconnectSettings = RECONNECT,
  ) {}

  /** The time at which `take` should be called; null when there is nothing to wait for. */
  dueAt(): number | null {
    return this.due;
  }

  /** A connection is wanted from now on. */
  want(now: number): void {
    if (this.state === "idle") this.at(now, "waiting");
  }

  /** No connection is wanted any more. */
  stop(): void {
    this.state = "idle";
    this.due = null;
    this.failures = 0;
  }

  /** True: build a new connection now (and an old one, if any, is to be closed). */
  take(now: number): boolean {
    if (this.due === null || now < this.due) return false;
    if (this.state === "trying") {
      this.failed(now);
      return false;
    }
    this.lastAttempt = now;
    this.at(now + this.settings.attemptFor, "trying");
    return true;
  }

  connected(): void {
    if (this.state === "idle") return;
    this.state = "up";
    this.due = null;
    this.failures = 0;
  }

  /** The browser says "disconnected": wait a little, it may come back by itself. */
  disconnected(now: number): void {
    if (this.state === "up") this.at(now + this.settings.shakyFor, "shaky");
  }

  /** The connection is dead, or the attempt was refused. */
  failed(now: number): void {
    if (this.state === "idle" || this.state === "away") return;
    const full = Math.min(this.settings.longestDelay, this.settings.firstDelay * 2 ** this.failures);
    this.failures += 1;
    this.at(Math.max(now + full * (0.5 + this.random() / 2), this.earliest()), "waiting");
  }

  /** The media worker is gone: trying is useless until `serverBack`, or until the word should have come. */
  serverAway(now: number): void {
    if (this.state !== "idle") this.at(now + this.settings.awayFor, "away");
  }

  /** A new media worker is there: whatever we have is dead. */
  serverBack(now: number): void {
    this.afresh(now);
  }

  /** The device changed networks: the old path is most likely gone. */
  networkChanged(now: number): void {
    this.afresh(now);
  }

  /** Somebody looks at the page again: do not sit out a delay, but leave a working connection alone. */
  awake(now: number): void {
    if (this.state === "waiting" || this.state === "shaky" || this.state === "away") this.afresh(now);
  }

  /** Signalling works again after a break: what is not up is tried at once, also an attempt from before. */
  lineBack(now: number): void {
    const stale = this.state === "trying" && now - this.lastAttempt > this.settings.staleAfter;
    if (stale || this.state === "waiting" || this.state === "shaky") this.afresh(now);
  }

  private afresh(now: number): void {
    if (this.state === "idle") return;
    this.failures = 0;
    this.at(Math.max(now, this.earliest()), "waiting");
  }

  private earliest(): number {
    return this.lastAttempt + this.settings.closest;
  }

  private at(due: number, state: LinkState): void {
    this.state = state;
    this.due = due;
  }
}
