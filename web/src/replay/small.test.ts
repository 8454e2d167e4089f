import { describe, expect, it } from "vitest";
import type { Role } from "../generated/messages";
import { firstMode } from "./mode";
import { lessonNow } from "./playing/live";
import { mediaSource, plays } from "./playing/mse";
import { segmentOf } from "./playing/segments";
import { picturesAt } from "./shown/pictures";
import { stepOfKey } from "./view/use-keys";

describe("sound only", () => {
  it.each([
    [null, undefined, "full"],
    [null, { effectiveType: "4g" }, "full"],
    [null, { effectiveType: "3g" }, "listen"],
    [null, { saveData: true }, "listen"],
    [null, { type: "cellular", effectiveType: "4g" }, "listen"],
    ["full", { saveData: true }, "full"],
    ["listen", undefined, "listen"],
  ] as const)("chosen %s, network %o: %s", (stored, network, mode) => {
    expect(firstMode(stored, network)).toBe(mode);
  });
});

describe("what plays", () => {
  const kind = (mimes: string[]) => {
    return { isTypeSupported: (mime: string) => mimes.includes(mime) } as unknown as typeof MediaSource;
  };
  it("takes Safari's managed source first, and says no without any", () => {
    const Managed = kind(["a"]);
    expect(mediaSource({ ManagedMediaSource: Managed, MediaSource: kind([]) })).toBe(Managed);
    expect(plays("a", { ManagedMediaSource: Managed })).toBe(true);
    expect(plays("b", { MediaSource: kind(["a"]) })).toBe(false);
    expect(plays("a", {})).toBe(false);
  });
});

describe("the pictures of a moment", () => {
  const indexes: Record<string, [number, number]> = { t1: [0, 60], t2: [10, 20], t3: [15, 30], t4: [15, 30] };
  const segments = (id: string) => {
    const [from, to] = indexes[id] ?? [0, 0];
    return [segmentOf([from * 1000, (to - from) * 1000, 0, 1, [from * 1000]])];
  };
  const tracks = [
    { id: "t1", person: "gv", source: "camera" },
    { id: "t2", person: "gv", source: "screen" },
    { id: "t3", person: "hs", source: "camera" },
    { id: "t4", person: "hs2", source: "camera" },
  ];
  const roles: Record<string, Role> = { gv: "teacher", hs: "student", hs2: "student" };
  const at = (ms: number) => {
    const found = picturesAt(tracks, segments, (person) => roles[person], ms);
    return Object.fromEntries(Object.entries(found).map(([where, { id }]) => [where, id]));
  };

  it("are the screen, the teacher's and a pupil's camera, each while there is something", () => {
    expect(at(5000)).toEqual({ camera: "t1" });
    expect(at(17_000)).toEqual({ camera: "t1", screen: "t2", floor: "t3" });
    expect(at(22_000)).toEqual({ camera: "t1", screen: "t2", floor: "t3" }); // the screen's last frame stays a moment
    expect(at(24_000)).toEqual({ camera: "t1", floor: "t3" });
    expect(at(70_000)).toEqual({});
  });
});

describe("how late one watches", () => {
  it("believes the device's clock only near the server's", () => {
    expect(lessonNow(100_000, 102_000, 103_000)).toBe(103_000);
    expect(lessonNow(100_000, 9_000_000, 9_001_000)).toBe(104_000);
  });
});

describe("keys of the seek bar", () => {
  it.each([
    ["ArrowLeft", -10_000],
    ["ArrowUp", 10_000],
    ["PageUp", 60_000],
    ["Home", -5000],
    ["End", 5000],
    ["a", null],
  ])("%s", (key, ms) => expect(stepOfKey(key, 5000)).toBe(ms));
});
