import { describe, expect, it } from "vitest";
import { isLimited, STRAIN, Strain } from "./strain";

/** Samples each second from `from`, `limited` or not; when it changed. */
function run(strain: Strain, from: number, seconds: number, limited: boolean): number | null {
  for (let now = from; now <= from + seconds * 1000; now += 1000) {
    if (strain.sample(now, limited)) return now;
  }
  return null;
}

describe("a processor at its limit", () => {
  it("sends one layer after five seconds, all again after a minute of calm", () => {
    const strain = new Strain();
    expect(run(strain, 0, 60, true)).toBe(STRAIN.limitedFor);
    expect(strain.strained).toBe(true);
    expect(run(strain, 10_000, 100, false)).toBe(10_000 + STRAIN.calmFor);
    expect(strain.strained).toBe(false);
  });

  it("a moment of it, or of calm, counts for nothing", () => {
    const strain = new Strain();
    for (let now = 0; now < 60_000; now += 1000) strain.sample(now, now % 4000 !== 0);
    expect(strain.strained).toBe(false);
    run(strain, 60_000, 10, true);
    for (let now = 80_000; now < 300_000; now += 1000) strain.sample(now, now % 20_000 === 0);
    expect(strain.strained).toBe(true);
  });

  it("comes back twice and no more", () => {
    const strain = new Strain();
    let now = 0;
    for (let i = 0; i < 4; i += 1) {
      run(strain, now, 10, true);
      run(strain, now + 20_000, 120, false);
      now += 200_000;
    }
    expect(strain.strained).toBe(true);
  });
});

describe("what the encoders say", () => {
  const one = (entry: object) => new Map([["O", entry]]);

  it.each([
    ["cpu", one({}), one({ qualityLimitationReason: "cpu" }), true],
    ["bandwidth", one({}), one({ qualityLimitationReason: "bandwidth" }), false],
    ["busy", one({ totalEncodeTime: 10 }), one({ totalEncodeTime: 11.2 }), true],
    ["at ease", one({ totalEncodeTime: 10 }), one({ totalEncodeTime: 10.4 }), false],
    ["just begun", new Map(), one({ totalEncodeTime: 30 }), false],
    ["nothing", one({}), one({}), false],
  ])("%s", (_, before, after, limited) => {
    expect(isLimited(before, after, 2000)).toBe(limited);
  });
});
