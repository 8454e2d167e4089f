import { describe, expect, it } from "vitest";
import { linesFor, REPORT_EVERY, TileReport } from "./tiles";

describe("the lines a picture needs", () => {
  it.each([
    ["a face on a phone", "camera", 219, 3, 180],
    ["a face on a desktop", "camera", 416, 1, 360],
    ["a small face", "camera", 63, 2, 90],
    ["a screen on a phone", "screen", 219, 3, 540],
    ["a screen on a phone, zoomed in", "screen", 438, 3, 1080],
    ["a screen on a desktop", "screen", 416, 1, 720],
    ["a small screen", "screen", 63, 1, 180],
    ["a wall", "screen", 5000, 1, 2160],
    ["nothing", "camera", 0, 1, 0],
  ] as const)("%s", (_, picture, css, ratio, lines) => {
    expect(linesFor(picture, css, ratio)).toBe(lines);
  });
});

describe("a report", () => {
  it("is made at once, then when something changed, not before its time", () => {
    const report = new TileReport();
    report.set({ v0: 540 });
    expect(report.take(0)).toEqual({ v0: 540 });
    expect(report.take(5000)).toBeNull();
    expect(report.dueAt()).toBeNull();
    report.set({ v0: 720 });
    expect(report.take(5000)).toEqual({ v0: 720 });
    report.set({ v0: 540 });
    expect(report.take(5000 + REPORT_EVERY - 1)).toBeNull();
    expect(report.dueAt()).toBe(5000 + REPORT_EVERY);
    expect(report.take(5000 + REPORT_EVERY)).toEqual({ v0: 540 });
  });

  it("does not wait when something was hidden and is seen again", () => {
    const report = new TileReport();
    report.set({});
    report.take(0);
    report.set({ v1: 90 });
    expect(report.take(1)).toEqual({ v1: 90 });
    report.set({ v1: 90, v2: 90 });
    expect(report.take(2)).toEqual({ v1: 90, v2: 90 });
    report.set({ v2: 90 });
    expect(report.take(3)).toBeNull();
    expect(report.take(REPORT_EVERY + 2)).toEqual({ v2: 90 });
  });

  it("a change that is taken back is not reported", () => {
    const report = new TileReport();
    report.set({ v0: 540 });
    report.take(0);
    report.set({ v0: 720 });
    report.set({ v0: 540 });
    expect(report.dueAt()).toBeNull();
  });

  it("is made again for a server that forgot", () => {
    const report = new TileReport();
    report.set({ v0: 540 });
    report.take(0);
    report.forget();
    expect(report.take(1)).toEqual({ v0: 540 });
  });
});
