// When to restart ICE of a media connection, and when to build it (again). Pure: the time is an argument, the shell
// (lib/media/link.ts) arms one timer with `dueAt` and does what `take` says. All times are milliseconds.
//
// A connection outlives its network: while the server keeps it, a restart of ICE finds the new path with the same
// keys and streams. A new connection is the last resort.

export type LinkState = "idle" | "waiting" | "trying" | "up" | "restarting" | "away";

export type Step = "build" | "restart";

/** How a restart failed: the server was not reached, it has this connection no more, or it could not just now. */
export type RestartFault = "offline" | "refused" | "busy";

export interface ReconnectSettings {
  firstDelay: number;
  longestDelay: number;
  /** How long one attempt may take. */
  attemptFor: number;
  /** How long one restart may take. */
  restartFor: number;
  /** So many restarts that the server answered and that did not help are enough. */
  restarts: number;
  /** How long restarts are tried while the server cannot be reached: it keeps a silent connection for 90 s. */
  unreachableFor: number;
  /** The shortest time between two restarts for a mere suspicion; doubles up to `longestDoubt`. */
  firstDoubt: number;
  longestDoubt: number;
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
  attemptFor: 6000,
  restartFor: 2000,
  restarts: 2,
  unreachableFor: 60_000,
  firstDoubt: 5000,
  longestDoubt: 80_000,
  awayFor: 5000,
  staleAfter: 1000,
  closest: 250,
};

/** The restart under way. */
interface Restart {
  readonly since: number;
  /** It was begun (`take` said so), and the server has answered. */
  begun: boolean;
  answered: boolean;
  /** Restarts that were answered and did not help. */
  vain: number;
  /** The connection does not work meanwhile. */
  broken: boolean;
}

export class Reconnect {
  state: LinkState = "idle";
  private due: number | null = null;
  private failures = 0;
  private lastAttempt = Number.NEGATIVE_INFINITY;
  private restart: Restart | null = null;
  private doubts = 0;
  private lastDoubt = Number.NEGATIVE_INFINITY;

  constructor(
    private readonly random: () => number = Math.random,
    private readonly settings: ReconnectSettings = RECONNECT,
  ) {}

  /** The time at which `take` should be called; null when there is nothing to wait for. */
  dueAt(): number | null {
    return this.due;
  }

  /** Something is wanted and does not work. A restart for a changed network leaves the old path working as long as it can. */
  get broken(): boolean {
    if (this.state === "restarting") return this.restart?.broken ?? true;
    return this.state !== "idle" && this.state !== "up";
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
    this.doubts = 0;
    this.restart = null;
  }

  /** What to do now: build a new connection (an old one, if any, is to be closed), or restart ICE of this one. */
  take(now: number): Step | null {
    if (this.due === null || now < this.due) return null;
    if (this.state === "restarting") return this.takeRestart(now);
    if (this.state === "trying") {
      this.failed(now, false);
      return null;
    }
    this.lastAttempt = now;
    this.at(now + this.settings.attemptFor, "trying");
    return "build";
  }

  /** Media flows, or the path was just found to work. */
  connected(): void {
    if (this.state === "idle") return;
    this.state = "up";
    this.due = null;
    this.failures = 0;
    this.restart = null;
  }

  /** The browser says "disconnected": nothing was heard for some seconds. */
  disconnected(now: number): void {
    if (this.restart) this.restart.broken = true;
    if (this.state === "up") this.begin(now, true);
  }

  /** The connection is dead, or the attempt was refused. `revivable`: this browser takes a restart all the same. */
  failed(now: number, revivable: boolean): void {
    if (this.state === "idle" || this.state === "away") return;
    if (revivable && (this.state === "up" || this.state === "restarting")) {
      this.disconnected(now);
      return;
    }
    const { longestDelay, firstDelay } = this.settings;
    const full = Math.min(longestDelay, firstDelay * 2 ** this.failures);
    this.failures += 1;
    this.at(Math.max(now + full * (0.5 + this.random() / 2), this.earliest()), "waiting");
  }

  /** Something expected does not come though the browser calls the connection well. */
  doubt(now: number): void {
    if (this.state !== "up") return;
    const { firstDoubt, longestDoubt } = this.settings;
    if (now - this.lastDoubt > 2 * longestDoubt) this.doubts = 0;
    if (now - this.lastDoubt < Math.min(longestDoubt, (firstDoubt / 2) * 2 ** this.doubts)) return;
    this.doubts += 1;
    this.lastDoubt = now;
    this.begin(now, true);
  }

  /** The server has taken the restart; now the path has to show. */
  restartAnswered(): void {
    if (this.restart) this.restart.answered = true;
  }

  restartFailed(now: number, fault: RestartFault): void {
    const { restart } = this;
    if (this.state !== "restarting" || !restart) return;
    restart.broken = true;
    if (fault === "busy") restart.vain += 1;
    if (fault === "refused" || this.exhausted(restart, now)) {
      this.afresh(now);
      return;
    }
    this.failures += 1;
    restart.begun = false;
    this.due = Math.max(now + Math.min(1000, this.settings.firstDelay * this.failures), this.earliest());
  }

  /** The media worker is gone: trying is useless until `serverBack`, or until the word should have come. */
  serverAway(now: number): void {
    if (this.state !== "idle") this.at(now + this.settings.awayFor, "away");
  }

  /** A new media worker is there: whatever we have is dead. */
  serverBack(now: number): void {
    this.afresh(now);
  }

  /** The device changed networks: the old path is most likely gone, or going. */
  networkChanged(now: number): void {
    if (this.state === "up") this.begin(now, false);
    else if (this.state === "restarting") this.begin(now, this.restart?.broken ?? true);
    else this.afresh(now);
  }

  /** Somebody looks at the page again: do not sit out a delay, but leave a working connection alone. */
  awake(now: number): void {
    if (this.state === "waiting" || this.state === "away") this.afresh(now);
    else this.hurry(now);
  }

  /** Signalling works again after a break: what is not up is tried at once, also an attempt from before. */
  lineBack(now: number): void {
    const stale = this.state === "trying" && now - this.lastAttempt > this.settings.staleAfter;
    if (stale || this.state === "waiting") this.afresh(now);
    else this.hurry(now);
  }

  private takeRestart(now: number): Step | null {
    const restart = this.restart as Restart;
    if (restart.begun) {
      restart.broken = true;
      if (restart.answered) restart.vain += 1;
      if (this.exhausted(restart, now)) {
        this.afresh(now);
        return this.take(now);
      }
    }
    restart.begun = true;
    restart.answered = false;
    this.lastAttempt = now;
    this.due = now + this.settings.restartFor;
    return "restart";
  }

  private exhausted(restart: Restart, now: number): boolean {
    return restart.vain >= this.settings.restarts || now - restart.since >= this.settings.unreachableFor;
  }

  private begin(now: number, broken: boolean): void {
    this.failures = 0;
    const due = Math.max(now, this.earliest());
    this.at(due, "restarting");
    this.restart = { since: now, begun: false, answered: false, vain: 0, broken };
  }

  /** A restart that waits is done now; one that began and was not answered for long, again. */
  private hurry(now: number): void {
    const { restart } = this;
    if (this.state !== "restarting" || !restart) return;
    const stale = now - this.lastAttempt > this.settings.staleAfter;
    if (restart.begun && (restart.answered || !stale)) return;
    restart.begun = false;
    this.due = Math.max(now, this.earliest());
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
    this.restart = null;
  }
}
