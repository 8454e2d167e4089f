import { describe, expect, it } from "vitest";
import type { Gap } from "./holes";
import { missingOf, spanAt } from "./missing";

const gap = (from: number, to: number | null, reason: Gap["reason"], track: string | null = null): Gap => {
  return { from, to, reason, track };
};

describe("what is missing while the sound goes on", () => {
  it("is what the server names of any track, in order, to the end when it goes on", () => {
    const gaps = [gap(9_000, null, "disk", "t02"), gap(2_000, 4_000, "lost", "t01")];
    expect(missingOf(gaps, [], 12_000)).toEqual([
      { from: 2_000, to: 4_000, reason: "lost", tracks: ["t01"] },
      { from: 9_000, to: 12_000, reason: "disk", tracks: ["t02"] },
    ]);
  });

  it("is one part where several tracks lack the same time, with the reason that says most", () => {
    const gaps = [
      gap(2_000, 4_000, "lost", "t01"),
      gap(2_100, 4_300, "damaged", "t02"),
      gap(5_000, 5_400, "lost", "t01"),
    ];
    expect(missingOf(gaps, [], 60_000)).toEqual([
      { from: 2_000, to: 5_400, reason: "damaged", tracks: ["t01", "t02"] },
    ]);
  });

  it("is no pause, nothing too short to notice, nothing behind the end, and nothing that is jumped over", () => {
    const gaps = [
      gap(0, 5_000, "paused"),
      gap(6_000, 6_900, "lost", "t01"),
      gap(20_000, 25_000, "disk", "t01"),
      gap(70_000, null, "lost", "t01"),
    ];
    const hole = { from: 19_800, to: 25_100, reason: "disk" } as const;
    expect(missingOf(gaps, [hole], 60_000)).toEqual([]);
    expect(missingOf(gaps, [{ ...hole, to: 22_000 }], 60_000)).toHaveLength(1);
  });

  it("is of everything where the whole has a gap that is silence in the sound", () => {
    expect(missingOf([gap(1_000, 3_000, "lost")], [], 9_000)[0]?.tracks).toEqual(["t00"]);
  });
});

it("a span holds its begin, not its end; without one it goes on", () => {
  const spans = [
    { from_ms: 1, to_ms: 3 },
    { from_ms: 5, to_ms: null },
  ];
  expect([0, 1, 2, 3, 5, 1e9].map((ms) => spanAt(spans, ms)?.from_ms ?? null)).toEqual([
    null,
    1,
    1,
    null,
    5,
    5,
  ]);
});
