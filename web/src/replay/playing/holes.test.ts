import { describe, expect, it } from "vitest";
import { type Gap, holeAt, holesOf, landing } from "./holes";
import { packed, unpacked } from "./packed";
import { segmentOf } from "./segments";

const segments = [
  segmentOf([0, 2000, 0, 1]),
  segmentOf([2000, 1980, 1, 1]),
  segmentOf([4000, 2000, 2, 1]),
  segmentOf([66_000, 2000, 3, 1]),
  segmentOf([71_000, 2000, 4, 1]),
];
const gap = (from: number, to: number | null, reason: Gap["reason"], track: string | null = null): Gap => {
  return { from, to, reason, track };
};

describe("holes of the class sound", () => {
  const holes = holesOf(segments, [gap(6050, 65_950, "paused"), gap(68_000, 71_000, "lost", "t03")]);

  it("are what the index lacks, with the server's reason, lost without one", () => {
    expect(holes).toEqual([
      { from: 6000, to: 66_000, reason: "paused" },
      { from: 68_000, to: 71_000, reason: "lost" },
    ]);
  });

  it("are pauses, too, when silence was kept for them, but nothing else is", () => {
    const told = [gap(500, 3500, "paused"), gap(4000, 5000, "damaged")];
    expect(holesOf(segments.slice(0, 3), told)).toEqual([{ from: 500, to: 3500, reason: "paused" }]);
  });

  it("does not count a pause that only begins", () => {
    expect(holesOf(segments.slice(0, 3), [gap(5990, null, "paused")])).toEqual([]);
  });

  it("are jumped over when they begin, earlier when the browser waits before them", () => {
    expect(holeAt(holes, 5900, "playing")).toBeNull();
    expect(holeAt(holes, 5900, "waiting")?.to).toBe(66_000);
    expect(holeAt(holes, 6000, "playing")?.to).toBe(66_000);
    expect(holeAt(holes, 66_000, "playing")).toBeNull();
  });

  it("are never landed in", () => {
    expect(landing(segments, holes, 30_000)).toBe(66_000);
    expect(landing(segments, holes, 1000)).toBe(1000);
    expect(landing(segments, holes, -5)).toBe(0);
    expect(landing(segments, holes, 999_999)).toBe(72_980);
    expect(landing([], [], 5)).toBe(0);
  });
});

describe("a playlist without time for holes", () => {
  it.each([
    [0, 0],
    [3000, 3000],
    [66_500, 6480],
    [72_000, 8980],
  ])("%i ms is after %i ms of sound, and back", (ms, played) => {
    expect(packed(segments, ms)).toBe(played);
    expect(unpacked(segments, played)).toBe(ms);
  });

  it("is at the next sound while in a hole", () => expect(packed(segments, 40_000)).toBe(5980));
});
