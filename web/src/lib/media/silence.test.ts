import { describe, expect, it } from "vitest";
import { mediaReceived, signsOfLife } from "./signs";
import { Holes, SILENT_FOR, Silence } from "./silence";

describe("silence", () => {
  it("is when somebody speaks and nothing comes for two seconds", () => {
    const silence = new Silence();
    expect(silence.sample(0, 10, true)).toBe(false);
    expect(silence.sample(1000, 10, true)).toBe(false);
    expect(silence.sample(1000 + SILENT_FOR, 10, true)).toBe(true);
    expect(silence.sample(4000, 11, true)).toBe(false);
  });

  it("is not when nobody speaks", () => {
    const silence = new Silence();
    for (let now = 0; now < 60_000; now += 1000) expect(silence.sample(now, 10, false)).toBe(false);
    expect(silence.sample(60_000, 10, true)).toBe(false);
  });
});

describe("holes in the sound", () => {
  const report = (packets: number, samples: number, made: number, silent = 0): [string, object][] => [
    [
      "A",
      {
        type: "inbound-rtp",
        kind: "audio",
        packetsReceived: packets,
        totalSamplesReceived: samples,
        concealedSamples: made,
        silentConcealedSamples: silent,
      },
    ],
    ["V", { type: "inbound-rtp", kind: "video", packetsReceived: 9 }],
  ];
  /** Ten seconds, each with `made` samples made up. */
  function listen(holes: Holes, made: number, silent: number, from = 0): void {
    for (let second = 0; second <= 10; second += 1) {
      const at = from + second;
      holes.sample(report(at * 50, at * 48_000, at * made, at * silent) as never);
    }
  }

  it("are heard when more than a twentieth was made up", () => {
    const holes = new Holes();
    listen(holes, 1000, 0);
    expect(holes.weak).toBe(false);
    listen(holes, 6000, 0, 100);
    expect(holes.weak).toBe(true);
  });

  it("silence made up is none, nor a slot at rest", () => {
    const holes = new Holes();
    listen(holes, 20_000, 20_000);
    expect(holes.weak).toBe(false);
    for (let i = 0; i < 30; i += 1) holes.sample(report(500, 500_000 + i * 48_000, i * 48_000) as never);
    expect(holes.weak).toBe(false);
  });
});

it("signs of life are answers, bytes and packets, of whatever kind the browser counts", () => {
  const entries = new Map<string, { type: string }>([
    ["P", { type: "candidate-pair", responsesReceived: 3, bytesReceived: 100 } as { type: string }],
    ["R", { type: "inbound-rtp", packetsReceived: 20, bytesReceived: 5 } as { type: string }],
    ["O", { type: "outbound-rtp" }],
  ]);
  expect(signsOfLife(entries)).toBe(123);
  expect(mediaReceived(entries)).toBe(20);
  expect(signsOfLife(new Map())).toBe(0);
});
