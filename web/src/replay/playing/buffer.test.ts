import { describe, expect, it } from "vitest";
import { nextStep, PICTURE, type Policy, type Run, SOUND, type Step } from "./buffer";
import { type Segments, segmentOf } from "./segments";

/** Segments of 2 s; of pictures each third has a key frame. Bytes: 100 each after 50 of the head. */
function track(count: number, keys: boolean, holeAfter?: number): Segments {
  return Array.from({ length: count }, (_, i) => {
    const at = i * 2000 + (holeAfter !== undefined && i > holeAfter ? 600_000 : 0);
    return segmentOf([at, 2000, 50 + i * 100, 100, keys && i % 3 === 0 ? [at] : []]);
  });
}

/** Plays from `position` in steps of 0.5 s; what the buffer was asked to do. */
function play(segments: Segments, policy: Policy, from: number, until: number) {
  let run = null as Run | null;
  let most = 0;
  const reads: [number, number][] = [];
  for (let position = from; position < until; position += 500) {
    for (let guard = 0; guard < 50; guard++) {
      const step: Step | null = nextStep(segments, run, position, policy);
      if (!step) break;
      if (guard === 49) throw new Error("never content");
      if (step.do === "restart") run = { first: step.first, end: step.first };
      else if (step.do === "drop") run = { first: step.first, end: run?.end ?? step.first };
      else {
        reads.push([step.from, step.to]);
        run = { first: run?.first ?? 0, end: step.end };
      }
    }
    if (run) most = Math.max(most, run.end - run.first);
  }
  return { run, reads, most };
}

describe("reading ahead", () => {
  it("begins with a short bit, then reads every byte once, in order, to the end", () => {
    const { reads, run } = play(track(60, false), SOUND, 0, 120_000);
    expect(reads[0]).toEqual([50, 450]);
    expect(reads.at(-1)?.[1]).toBe(50 + 6000);
    for (let i = 1; i < reads.length; i++) expect(reads[i]?.[0]).toBe(reads[i - 1]?.[1]);
    expect(run?.end).toBe(60);
  });

  it("never keeps more than a few minutes, however long the lesson", () => {
    expect(play(track(3000, false), SOUND, 0, 6_000_000).most * 2).toBeLessThanOrEqual(110);
    expect(play(track(3000, true), PICTURE, 0, 6_000_000).most * 2).toBeLessThanOrEqual(60);
  });

  it("reads in pieces of 15 to 30 s while it plays on", () => {
    const { reads } = play(track(300, false), SOUND, 0, 600_000);
    const seconds = reads.slice(2, -1).map(([from, to]) => ((to - from) / 100) * 2);
    for (const each of seconds) expect(each).toBeGreaterThanOrEqual(10);
  });

  it("begins pictures at the key frame before, and gets beyond it", () => {
    const { reads, run } = play(track(60, true), PICTURE, 5500, 6000);
    expect(reads[0]?.[0]).toBe(50);
    expect(run?.end).toBeGreaterThan(8);
  });

  it("begins a new run after a jump, back or forward, and not for a jump inside", () => {
    const segments = track(100, false);
    const run = { first: 10, end: 30 };
    expect(nextStep(segments, run, 10_000, SOUND)).toEqual({ do: "restart", first: 5 });
    expect(nextStep(segments, run, 150_000, SOUND)).toEqual({ do: "restart", first: 75 });
    expect(nextStep(segments, run, 30_000, SOUND)).toBeNull();
    expect(nextStep(segments, run, 60_000, SOUND)?.do).toBe("read");
  });

  it("has what comes after a hole before it is reached", () => {
    const segments = track(40, false, 9);
    const { run } = play(segments, SOUND, 0, 10_000);
    expect(run?.end).toBeGreaterThan(14);
  });

  it("reads nothing beyond a torn file and waits at the end of a live one", () => {
    const segments = [segmentOf([0, 2000, 50, 100]), segmentOf([2000, 2000, 900, 100])];
    expect(nextStep(segments, { first: 0, end: 0 }, 0, SOUND)).toEqual({
      do: "read",
      end: 1,
      from: 50,
      to: 150,
    });
    expect(nextStep(segments, { first: 0, end: 2 }, 4000, SOUND)).toBeNull();
    expect(nextStep([], null, 0, SOUND)).toBeNull();
  });
});
