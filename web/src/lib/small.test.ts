// The small pure pieces: clock, names, estimate, start mode, loudness, reasons of missing devices.

import { beforeEach, describe, expect, it } from "vitest";
import { estimate } from "./estimate";
import { LessonClock } from "./lesson/clock";
import { capital, initials, labels, titled } from "./lesson/names";
import { startMode } from "./listen-only";
import { rememberDevice, rememberedDevices } from "./resume";
import { why } from "./sending/capture";
import { loudness } from "./sending/level";

describe("LessonClock", () => {
  it("trusts the message that was least late", () => {
    const clock = new LessonClock();
    clock.heard(10_000, 4_000, true);
    clock.heard(11_000, 5_900, false); // 900 ms late
    expect(clock.time(6_000)).toBe(12_000);
    clock.heard(12_100, 6_000, false); // less late than the first
    expect(clock.time(6_000)).toBe(12_100);
    clock.heard(50_000, 45_000, true); // a new snapshot counts alone
    expect(clock.time(45_000)).toBe(50_000);
  });
});

describe("names", () => {
  it("uses the stored title, never a guess", () => {
    expect(titled({ name: "Nguyễn Thị Ngọc Lan", title: "cô" })).toBe("cô Lan");
    expect(titled({ name: "Nguyễn Thị Ngọc Lan" })).toBeNull();
    expect(titled(null)).toBeNull();
    expect(capital("cô Lan")).toBe("Cô Lan");
    expect(capital("đồng chí")).toBe("Đồng chí");
    expect(capital("")).toBe("");
  });

  it("makes initials", () => {
    expect(initials("Nguyễn Minh Anh")).toBe("MA");
    expect(initials("Lê Vy")).toBe("LV");
    expect(initials("An")).toBe("A");
    expect(initials("")).toBe("");
  });

  it("tells pupils of the same name apart by their place in the list", () => {
    const pupil = (name: string, stt: number) => {
      return { name, stt, role: "student", present: false, mode: "full", sources: {} } as const;
    };
    const named = labels({
      a: pupil("Nguyễn Minh Anh", 2),
      b: pupil("Nguyễn Minh Anh", 3),
      c: pupil("Lê Vy", 35),
    });
    expect([...named.values()]).toEqual(["Nguyễn Minh Anh (2)", "Nguyễn Minh Anh (3)", "Lê Vy"]);
  });
});

describe("estimate", () => {
  const [phone, desktop] = [
    { width: 390, height: 844 },
    { width: 1280, height: 800 },
  ];

  it("follows from what is sent, and from the picture this window asks for", () => {
    const period = 45 * 60_000;
    expect(estimate(period, "listen", phone)).toBe(16_000_000);
    expect(estimate(period, "full", phone)).toBe(57_000_000);
    expect(estimate(period, "full", desktop)).toBe(125_000_000);
    expect(estimate(0, "listen", phone)).toBe(1_000_000);
  });
});

describe("the devices of a tab", () => {
  beforeEach(() => sessionStorage.clear());

  it("are the mic when nothing is known", () => {
    expect(rememberedDevices(sessionStorage, "l")).toEqual(["mic"]);
  });

  it("are what was on at last, of this lesson, never a screen", () => {
    rememberDevice(sessionStorage, "l", "camera", true);
    rememberDevice(sessionStorage, "l", "screen", true);
    expect(rememberedDevices(sessionStorage, "l")).toEqual(["mic", "camera"]);
    rememberDevice(sessionStorage, "l", "mic", false);
    expect(rememberedDevices(sessionStorage, "l")).toEqual(["camera"]);
    rememberDevice(sessionStorage, "l", "camera", false);
    expect(rememberedDevices(sessionStorage, "l")).toEqual([]);
    expect(rememberedDevices(sessionStorage, "other")).toEqual(["mic"]);
  });
});

describe("startMode", () => {
  it.each([
    ["full", { type: "cellular" }, "full"],
    ["listen", undefined, "listen"],
    [null, { type: "cellular" }, "listen"],
    [null, { type: "wifi", saveData: true }, "listen"],
    [null, { type: "wifi" }, "full"],
    [null, undefined, "full"],
    ["nonsense", undefined, "full"],
  ])("%s on %o is %s", (stored, network, mode) => {
    expect(startMode(stored, network)).toBe(mode);
  });
});

describe("loudness", () => {
  it("goes from silence to full", () => {
    expect(loudness(new Float32Array(100))).toBe(0);
    expect(loudness(new Float32Array(0))).toBe(0);
    expect(loudness(new Float32Array(100).fill(1))).toBe(1);
    const speech = loudness(new Float32Array(100).fill(0.05));
    expect(speech).toBeGreaterThan(0.4);
    expect(speech).toBeLessThan(0.9);
  });
});

describe("why there is no track", () => {
  it.each([
    ["NotAllowedError", "denied"],
    ["NotFoundError", "missing"],
    ["OverconstrainedError", "missing"],
    ["NotReadableError", "busy"],
    ["Whatever", "failed"],
  ])("%s means %s", (name, reason) => {
    expect(why(new DOMException("", name))).toBe(reason);
  });

  it("is failed for anything else", () => {
    expect(why("what")).toBe("failed");
  });
});
