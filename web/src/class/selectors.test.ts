import { describe, expect, it } from "vitest";
import golden from "../../../tests/data/messages.json";
import type { SourceName, View } from "../generated/messages";
import {
  attended,
  floors,
  isSpeaking,
  lamp,
  minutes,
  places,
  queue,
  roster,
  shownTiles,
  type Tile,
  teacher,
} from "./selectors";

const view = golden.lesson.teacher.snapshot.view as unknown as View;
const none = new Set<SourceName>();

describe("queue and floors", () => {
  it("stand in the order of raising and of giving", () => {
    const hands = { b: { since: 2, place: 2 }, c: { since: 3, place: 3 }, a: { since: 1, place: 1 } };
    expect(queue({ ...view, hands }).map(({ person }) => person)).toEqual(["a", "b", "c"]);
    const floor = {
      x: { state: "held", since: 9, by: "t" },
      y: { state: "offered", since: 4, by: "t" },
    } as const;
    expect(floors({ ...view, floor }).map(({ person }) => person)).toEqual(["y", "x"]);
  });
});

describe("people", () => {
  it("finds the teacher who is there", () => {
    const person = { name: "N", role: "teacher", mode: "full", sources: {} } as const;
    const people = { t1: { ...person, present: false }, t2: { ...person, present: true } };
    expect(teacher({ ...view, people })?.person).toBe("t2");
    expect(teacher({ ...view, people: { t1: people.t1 } })?.person).toBe("t1");
    expect(teacher({ ...view, people: {} })).toBeNull();
  });

  it("lists pupils by their place, with a lamp each", () => {
    const pupils = roster(view);
    expect(pupils.map(({ stt }) => stt)).toEqual([...pupils.keys()].map((index) => index + 1));
    const [first] = pupils;
    if (!first) throw new Error("no pupil in the golden lesson");
    expect(lamp({ ...first, present: true })).toBe("here");
    expect(lamp({ ...first, present: false, attendance: undefined })).toBe("never");
    const attendance = { state: "present", counted_ms: 0, late_ms: 0, first_joined: 1 } as const;
    expect(lamp({ ...first, present: false, attendance })).toBe("lost");
  });
});

describe("attended", () => {
  it("counts on while the pupil is there", () => {
    const attendance = { state: "present", counted_ms: 60_000, late_ms: 0 } as const;
    expect(attended(attendance, 1_000_000)).toBe(60_000);
    expect(attended({ ...attendance, present_since: 940_000 }, 1_000_000)).toBe(120_000);
    expect(attended({ ...attendance, present_since: 1_000_500 }, 1_000_000)).toBe(60_000);
    expect(attended(undefined, 5)).toBe(0);
    expect(minutes(119_999)).toBe(1);
    expect(minutes(-5)).toBe(0);
  });
});

describe("the stage", () => {
  const stage = {
    v0: { person: "gv-01", source: "screen" },
    v1: { person: "gv-01", source: "camera" },
    v2: { person: "hs-1", source: "camera" },
  } as const;

  it("shows what is fed, never one's own picture coming back", () => {
    const all = { ...view, stage };
    expect([...shownTiles(all, "hs-2", "full", none)]).toEqual(["v0", "v1", "v2"]);
    expect([...shownTiles(all, "hs-1", "full", new Set<SourceName>(["camera"]))]).toEqual([
      "v0",
      "v1",
      "own_camera",
    ]);
    expect([...shownTiles(all, "hs-2", "listen", none)]).toEqual([]);
  });

  it.each<[Tile[], Tile | undefined]>([
    [["v0", "v1", "v2"], "v0"],
    [["v1", "v2"], "v1"],
    [["v2", "own_camera"], "v2"],
    [["own_camera"], undefined],
    [[], undefined],
  ])("of %j the big one is %s", (shown, main) => {
    const place = places(new Set(shown));
    expect(Object.entries(place).find(([, where]) => where === "main")?.[0]).toBe(main);
    expect(Object.values(place).filter((where) => where === "off")).toHaveLength(5 - shown.length);
  });

  it("tells a voice from a quiet room", () => {
    expect(isSpeaking({ a: 95 }, "a")).toBe(true);
    expect(isSpeaking({ a: 60 }, "a")).toBe(false);
    expect(isSpeaking({}, "a")).toBe(false);
  });
});
