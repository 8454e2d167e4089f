import { describe, expect, it } from "vitest";
import { RECONNECT, Reconnect } from "./reconnect";

const never = () => 1; // no jitter: the full delay

/** Runs the policy's own timer from `now` until it wants a connection; the time of that. */
function nextAttempt(policy: Reconnect, now: number, limit = 20_000): number {
  let at = now;
  while (at <= now + limit) {
    const due = policy.dueAt();
    if (due === null) throw new Error("nothing is due");
    at = Math.max(at, due);
    if (policy.take(at) === "build") return at;
  }
  throw new Error("no attempt");
}

function connected(now = 0): Reconnect {
  const policy = new Reconnect(never);
  policy.want(now);
  policy.take(now);
  policy.connected();
  return policy;
}

describe("the first connection", () => {
  it("is built in the very same turn", () => {
    const policy = new Reconnect(never);
    expect(policy.take(0)).toBeNull();
    policy.want(0);
    expect(policy.take(0)).toBe("build");
    expect(policy.state).toBe("trying");
  });

  it("is wanted once, however often it is asked for", () => {
    const policy = connected();
    policy.want(5);
    expect(policy.state).toBe("up");
    expect(policy.dueAt()).toBeNull();
  });
});

describe("a connection that dies", () => {
  it("is built again after a short delay that doubles to a limit", () => {
    const policy = connected();
    const delays = [];
    let now = 1000;
    for (let i = 0; i < 5; i += 1) {
      policy.failed(now, false);
      const at = nextAttempt(policy, now);
      delays.push(at - now);
      now = at + 100;
    }
    expect(delays).toEqual([300, 600, 1200, 2000, 2000]);
  });

  it("starts from the short delay after a success", () => {
    const policy = connected();
    for (let i = 0; i < 4; i += 1) policy.failed(1000 * i, false);
    nextAttempt(policy, 10_000);
    policy.connected();
    policy.failed(20_000, false);
    expect(nextAttempt(policy, 20_000)).toBe(20_300);
  });

  it("is spread in time, so that a class does not come back in one moment", () => {
    const early = new Reconnect(() => 0);
    early.want(0);
    early.take(0);
    early.connected();
    early.failed(1000, false);
    expect(early.dueAt()).toBe(1150);
  });

  it("an attempt that hangs is given up", () => {
    const policy = new Reconnect(never);
    policy.want(0);
    policy.take(0);
    expect(policy.take(RECONNECT.attemptFor)).toBeNull();
    expect(policy.state).toBe("waiting");
    expect(nextAttempt(policy, RECONNECT.attemptFor)).toBe(RECONNECT.attemptFor + 300);
  });
});

describe("a nudge", () => {
  it("serverBack builds at once, even while up", () => {
    const policy = connected();
    policy.serverBack(5000);
    expect(nextAttempt(policy, 5000)).toBe(5000);
  });

  it("awake ends a delay but leaves a working connection alone", () => {
    const policy = connected();
    policy.awake(500);
    expect(policy.state).toBe("up");
    policy.failed(1000, false);
    policy.awake(1100);
    expect(nextAttempt(policy, 1100)).toBe(1100);
  });

  it("many of them do not make many connections", () => {
    const policy = connected();
    let built = 0;
    for (let now = 1000; now < 2000; now += 10) {
      policy.networkChanged(now);
      if (policy.take(now)) built += 1;
    }
    expect(built).toBeLessThanOrEqual(1000 / RECONNECT.closest);
  });

  it("does nothing when no connection is wanted", () => {
    const policy = new Reconnect(never);
    policy.serverBack(1);
    policy.networkChanged(2);
    policy.awake(3);
    policy.failed(4, false);
    policy.serverAway(5);
    policy.connected();
    expect(policy.state).toBe("idle");
    expect(policy.dueAt()).toBeNull();
  });
});

describe("while the media worker is away", () => {
  it("waits for the word, then builds at once", () => {
    const policy = connected();
    policy.serverAway(1000);
    policy.failed(1100, false);
    expect(policy.take(2000)).toBeNull();
    policy.serverBack(2500);
    expect(policy.take(2500)).toBe("build");
  });

  it("tries by itself when the word does not come", () => {
    const policy = connected();
    policy.serverAway(1000);
    expect(nextAttempt(policy, 1000)).toBe(1000 + RECONNECT.awayFor);
  });
});

describe("stop", () => {
  it("forgets everything", () => {
    const policy = connected();
    policy.failed(1000, false);
    policy.stop();
    expect(policy.dueAt()).toBeNull();
    policy.want(2000);
    expect(policy.take(2000)).toBe("build");
  });
});

describe("a restart of ICE", () => {
  it.each([
    ["networkChanged", false],
    ["disconnected", true],
    ["doubt", true],
  ] as const)("%s restarts at once, keeping the connection", (nudge, broken) => {
    const policy = connected();
    policy[nudge](5000);
    expect(policy.state).toBe("restarting");
    expect(policy.broken).toBe(broken);
    expect(policy.take(5000)).toBe("restart");
    policy.restartAnswered();
    policy.connected();
    expect(policy.state).toBe("up");
    expect(policy.broken).toBe(false);
    expect(policy.dueAt()).toBeNull();
  });

  it("revives a failed connection where the browser can, else builds", () => {
    const chromium = connected();
    chromium.failed(5000, true);
    expect(chromium.take(5000)).toBe("restart");
    const firefox = connected();
    firefox.failed(5000, false);
    expect(nextAttempt(firefox, 5000)).toBe(5300);
  });

  it("that was answered and does not help is tried twice, then a new connection is built", () => {
    const policy = connected();
    policy.disconnected(5000);
    const done = [policy.take(5000)];
    for (const at of [7000, 9000]) {
      policy.restartAnswered();
      done.push(policy.take(at));
    }
    expect(done).toEqual(["restart", "restart", "build"]);
  });

  it("that the server refuses leads to a new connection at once", () => {
    const policy = connected();
    policy.disconnected(5000);
    policy.take(5000);
    policy.restartFailed(5300, "refused");
    expect(policy.take(5300)).toBe("build");
  });

  it("waits out a busy server, once", () => {
    const policy = connected();
    policy.networkChanged(5000);
    policy.take(5000);
    policy.restartFailed(5100, "busy");
    expect(policy.take(5399)).toBeNull();
    expect(policy.take(5400)).toBe("restart");
    policy.restartFailed(5500, "busy");
    expect(nextAttempt(policy, 5500)).toBe(5650);
  });

  it("goes on while there is no network at all, until the server has forgotten us", () => {
    const policy = connected();
    policy.disconnected(0);
    let now = 0;
    let restarts = 0;
    for (let step = policy.take(now); step !== "build"; step = policy.take(now)) {
      if (step === "restart") {
        restarts += 1;
        policy.restartFailed(now + 50, "offline");
      }
      now = policy.dueAt() ?? Number.NaN;
    }
    expect(restarts).toBeGreaterThan(50);
    expect(now).toBeGreaterThanOrEqual(RECONNECT.unreachableFor);
    expect(now).toBeLessThan(RECONNECT.unreachableFor + 2000);
  });

  it("whose request hangs on a dead network is made again when the line is back", () => {
    const policy = connected();
    policy.networkChanged(5000);
    policy.take(5000);
    policy.lineBack(5100);
    expect(policy.take(5200)).toBeNull();
    policy.lineBack(6100);
    expect(policy.take(6100)).toBe("restart");
  });

  it("is not cut short by a second change of the network, only made again", () => {
    const policy = connected();
    policy.networkChanged(5000);
    policy.take(5000);
    policy.networkChanged(5050);
    expect(policy.take(5050)).toBeNull();
    expect(policy.take(5250)).toBe("restart");
  });

  it("for mere doubts comes ever more seldom", () => {
    const policy = connected();
    const at: number[] = [];
    for (let now = 1000; now < 200_000; now += 500) {
      policy.doubt(now);
      if (policy.take(now) !== "restart") continue;
      at.push(now);
      policy.connected();
    }
    expect(at.slice(0, 4)).toEqual([1000, 6000, 16_000, 36_000]);
    expect(at.length).toBeLessThan(8);
  });
});

describe("whatever happens", () => {
  /** A small generator of its own, so that a failure can be run again. */
  function dice(seed: number): (sides: number) => number {
    let state = seed;
    return (sides) => {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
      return Math.floor((state / 2 ** 32) * sides);
    };
  }

  const EVENTS = [
    (policy: Reconnect, now: number) => policy.want(now),
    (policy: Reconnect) => policy.connected(),
    (policy: Reconnect, now: number) => policy.disconnected(now),
    (policy: Reconnect, now: number) => policy.failed(now, true),
    (policy: Reconnect, now: number) => policy.failed(now, false),
    (policy: Reconnect, now: number) => policy.doubt(now),
    (policy: Reconnect) => policy.restartAnswered(),
    (policy: Reconnect, now: number) => policy.restartFailed(now, "offline"),
    (policy: Reconnect, now: number) => policy.restartFailed(now, "refused"),
    (policy: Reconnect, now: number) => policy.restartFailed(now, "busy"),
    (policy: Reconnect, now: number) => policy.serverAway(now),
    (policy: Reconnect, now: number) => policy.serverBack(now),
    (policy: Reconnect, now: number) => policy.networkChanged(now),
    (policy: Reconnect, now: number) => policy.awake(now),
    (policy: Reconnect, now: number) => policy.lineBack(now),
  ];

  it("never two steps closer than allowed, always something due while not up, and it comes up when it can", () => {
    for (let seed = 1; seed <= 50; seed += 1) {
      const roll = dice(seed);
      const policy = new Reconnect(() => roll(1000) / 1000);
      let [now, last] = [0, Number.NEGATIVE_INFINITY];
      const step = (): void => {
        const what = policy.take(now);
        if (what === null) return;
        expect(now - last).toBeGreaterThanOrEqual(RECONNECT.closest);
        last = now;
      };
      policy.want(now);
      for (let i = 0; i < 200; i += 1) {
        now += roll(3) === 0 ? roll(5000) : roll(120);
        EVENTS[roll(EVENTS.length)]?.(policy, now);
        if (roll(40) === 0) {
          policy.stop();
          last = Number.NEGATIVE_INFINITY; // the tap that wants it again is not made to wait
        }
        step();
        const quiet = policy.state === "idle" || policy.state === "up";
        expect(policy.dueAt() === null).toBe(quiet);
        expect(policy.broken && quiet).toBe(false);
      }
      policy.want(now);
      for (let i = 0; i < 50 && policy.state !== "up"; i += 1) {
        now = Math.max(now, policy.dueAt() ?? now);
        if (policy.take(now) !== null) policy.connected();
      }
      expect(policy.state).toBe("up");
    }
  });
});
