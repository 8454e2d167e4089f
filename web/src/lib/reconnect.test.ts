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
    if (policy.take(at)) return at;
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
    expect(policy.take(0)).toBe(false);
    policy.want(0);
    expect(policy.take(0)).toBe(true);
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
      policy.failed(now);
      const at = nextAttempt(policy, now);
      delays.push(at - now);
      now = at + 100;
    }
    expect(delays).toEqual([300, 600, 1200, 2000, 2000]);
  });

  it("starts from the short delay after a success", () => {
    const policy = connected();
    for (let i = 0; i < 4; i += 1) policy.failed(1000 * i);
    nextAttempt(policy, 10_000);
    policy.connected();
    policy.failed(20_000);
    expect(nextAttempt(policy, 20_000)).toBe(20_300);
  });

  it("is spread in time, so that a class does not come back in one moment", () => {
    const early = new Reconnect(() => 0);
    early.want(0);
    early.take(0);
    early.connected();
    early.failed(1000);
    expect(early.dueAt()).toBe(1150);
  });

  it("gets a few seconds to recover by itself while it is only disconnected", () => {
    const policy = connected();
    policy.disconnected(1000);
    expect(policy.take(1000 + RECONNECT.shakyFor - 1)).toBe(false);
    policy.connected();
    expect(policy.dueAt()).toBeNull();
    policy.disconnected(9000);
    expect(nextAttempt(policy, 9000)).toBe(9000 + RECONNECT.shakyFor);
  });

  it("an attempt that hangs is given up", () => {
    const policy = new Reconnect(never);
    policy.want(0);
    policy.take(0);
    expect(policy.take(RECONNECT.attemptFor)).toBe(false);
    expect(policy.state).toBe("waiting");
    expect(nextAttempt(policy, RECONNECT.attemptFor)).toBe(RECONNECT.attemptFor + 300);
  });
});

describe("a nudge", () => {
  it.each(["serverBack", "networkChanged"] as const)("%s builds at once, even while up", (nudge) => {
    const policy = connected();
    policy[nudge](5000);
    expect(nextAttempt(policy, 5000)).toBe(5000);
  });

  it("awake ends a delay but leaves a working connection alone", () => {
    const policy = connected();
    policy.awake(500);
    expect(policy.state).toBe("up");
    policy.disconnected(1000);
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
    policy.failed(4);
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
    policy.failed(1100);
    expect(policy.take(2000)).toBe(false);
    policy.serverBack(2500);
    expect(policy.take(2500)).toBe(true);
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
    policy.failed(1000);
    policy.stop();
    expect(policy.dueAt()).toBeNull();
    policy.want(2000);
    expect(policy.take(2000)).toBe(true);
  });
});
