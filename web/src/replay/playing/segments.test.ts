import { describe, expect, it } from "vitest";
import { covers, place, readFrom, type SegmentRow, seenAt, segmentOf } from "./segments";

const picture = (
  [
    [0, 2000, 100, 10, [0]],
    [2000, 2000, 110, 10, []],
    [4000, 2000, 120, 10, [5000]],
    [9000, 1000, 130, 10, [9000]],
  ] as SegmentRow[]
).map(segmentOf);
const sound = (
  [
    [0, 2000, 560, 10],
    [2000, 2000, 570, 10],
  ] as SegmentRow[]
).map(segmentOf);

describe("a track's index", () => {
  it.each([
    [0, 0],
    [1999, 0],
    [2000, 1],
    [7000, 3],
    [10_000, 4],
  ])("finds what holds %i ms, or what comes next", (ms, number) => expect(place(picture, ms)).toBe(number));

  it.each([
    [3000, 0],
    [4500, 0],
    [5500, 2],
    [7000, 3],
  ])("reads pictures from the key frame before %i ms", (ms, number) => {
    expect(readFrom(picture, ms)).toBe(number);
  });

  it("reads sound from anywhere", () => expect(readFrom(sound, 2500)).toBe(1));

  it("holds a last frame for a moment only", () => {
    expect(covers(picture, 5999, 0)).toBe(true);
    expect(covers(picture, 6500, 1000)).toBe(true);
    expect(covers(picture, 7500, 1000)).toBe(false);
    expect(seenAt(picture, 5000)).toBe(5000);
    expect(seenAt(picture, 6500)).toBe(5980);
  });
});
