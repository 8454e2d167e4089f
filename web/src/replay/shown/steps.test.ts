import { describe, expect, it } from "vitest";
import type { View } from "../../generated/messages";
import { jumpsOf, nextJump, previousJump } from "./jumps";
import { type Step, Steps } from "./steps";

const snapshot = { hands: {}, chat: { last: 0, count: 0 } } as unknown as View;

/** Hand i goes up at second i and down five seconds later; each tenth second a line. */
function lesson(seconds: number): Step[] {
  const steps: Step[] = [];
  const push = (at: number, fields: object, patch: object) => {
    steps.push({ number: steps.length + 1, at_ms: at, ...fields, patch } as unknown as Step);
  };
  for (let i = 0; i < seconds; i++) {
    push(i * 1000, { type: "hand_raised", person: `p${i}` }, { hands: { [`p${i}`]: { place: i } } });
    if (i >= 5) push(i * 1000, { type: "hand_lowered" }, { hands: { [`p${i - 5}`]: null } });
    if (i % 10 === 0) push(i * 1000, { type: "said", person: "p1", text: `dòng ${i}`, reply_to: null }, {});
  }
  return steps;
}

describe("the class at a moment", () => {
  it("is the same whether one plays, goes back or jumps", () => {
    const steps = new Steps(snapshot);
    steps.add(lesson(600));
    for (const second of [10, 599, 0, 300, 299, 301, 42, 598]) {
      const view = steps.view(steps.count(second * 1000));
      const up = Object.keys(view.hands).sort();
      const expected = Array.from({ length: Math.min(5, second + 1) }, (_, i) => `p${second - i}`).sort();
      expect(up).toEqual(expected);
    }
    expect(steps.view(0)).toEqual(snapshot);
  });

  it("shows a hand from its millisecond on", () => {
    const steps = new Steps(snapshot);
    steps.add(lesson(20));
    expect(steps.view(steps.count(6999)).hands.p7).toBeUndefined();
    expect(steps.view(steps.count(7000)).hands.p7).toBeDefined();
  });

  it("knows the lines said so far, and takes steps once when they come twice", () => {
    const steps = new Steps(snapshot);
    steps.add(lesson(100).slice(0, 150));
    steps.add(lesson(100));
    expect(steps.all.length).toBe(lesson(100).length);
    expect(steps.linesAt(steps.count(35_000)).map(({ text }) => text)).toEqual([
      "dòng 0",
      "dòng 10",
      "dòng 20",
      "dòng 30",
    ]);
  });
});

describe("moments to jump to", () => {
  const line = (at_ms: number, text: string) => ({
    number: at_ms,
    at_ms,
    person: "p2",
    text,
    reply_to: null,
  });
  const jumps = jumpsOf(
    [
      { at_ms: 0, kind: "start" },
      { at_ms: 9000, kind: "question", person: "p1" },
      { at_ms: 20_000, kind: "floor" },
      { at_ms: 60_100, kind: "resume" },
    ],
    [line(12_000, "Bài 3 làm sao ạ?"), line(13_000, "Xem https://a.vn/?b")],
    [
      { from: 30_000, to: 60_000, reason: "paused" },
      { from: 70_000, to: 70_500, reason: "lost" },
    ],
  );

  it("are floors, hands, questions and the ends of gaps, in order", () => {
    expect(jumps.map(({ at, kind }) => [at, kind])).toEqual([
      [0, "start"],
      [9000, "hand"],
      [12_000, "asked"],
      [20_000, "floor"],
      [60_000, "gap"],
    ]);
  });

  it("go forward and back, back over the one just reached", () => {
    expect(nextJump(jumps, 9000)?.at).toBe(12_000);
    expect(nextJump(jumps, 60_000)).toBeNull();
    expect(previousJump(jumps, 13_000)?.at).toBe(9000);
    expect(previousJump(jumps, 16_000)?.at).toBe(12_000);
    expect(previousJump(jumps, 1000)).toBeNull();
  });
});
