import { describe, expect, it } from "vitest";
import golden from "../../../../tests/data/messages.json";
import type { Me, SourceName, View } from "../../generated/messages";
import { corrections, forbidden, lockOf, mayWrite, sendsAs, writingOf } from "./rights";

const base = golden.lesson.student.snapshot.view as unknown as View;
const pupil: Me = { person: "hs-1", name: "Học sinh 1", role: "student" };
const teacher: Me = { person: "gv-01", name: "Trần Thị Lan", role: "teacher" };

function live(change: Partial<View> = {}): View {
  return { ...base, lesson: { ...base.lesson, phase: "live" }, ...change };
}

const held = { "hs-1": { state: "held", since: 1, by: "gv-01" } } as const;
const offered = { "hs-1": { state: "offered", since: 1, by: "gv-01" } } as const;

describe("forbidden", () => {
  it("lets a pupil send mic and camera while holding the floor, never a screen", () => {
    const on: SourceName[] = ["mic", "camera", "screen", "screen_audio"];
    expect(forbidden(live({ floor: held }), pupil, on)).toEqual(["screen", "screen_audio"]);
    expect(forbidden(live({ floor: offered }), pupil, on)).toEqual(on);
    expect(forbidden(live({ floor: {} }), pupil, on)).toEqual(on);
  });

  it("lets a teacher send everything until the end", () => {
    expect(forbidden(live(), teacher, ["mic", "screen"])).toEqual([]);
    const ended = live({ lesson: { ...base.lesson, phase: "ended" } });
    expect(forbidden(ended, teacher, ["mic"])).toEqual(["mic"]);
  });

  it.each(["observer", "staff"] as const)("lets an %s send nothing", (role) => {
    expect(forbidden(live({ floor: held }), { ...pupil, role }, ["mic"])).toEqual(["mic"]);
  });
});

describe("what the teacher locks", () => {
  const controls = {
    waiting_room: false,
    locked: false,
    mics: true,
    cameras: true,
    chat: "class",
    slow_s: 0,
    floors: 3,
  } as const;
  const lesson = (change: Partial<View["lesson"]>): View => {
    const view = live({ floor: held });
    return { ...view, lesson: { ...view.lesson, controls, ...change } };
  };

  it.each([
    [{ controls: { ...controls, mics: false } }, ["mic"]],
    [{ controls: { ...controls, cameras: false } }, ["camera"]],
    [{ quiet: true }, ["mic", "camera"]],
    [{ teacher_lost_since: 5 }, ["mic", "camera"]],
  ] as const)("%j stops %j of a pupil, nothing of a teacher", (change, stopped) => {
    expect(forbidden(lesson(change), pupil, ["mic", "camera"])).toEqual(stopped);
    expect(forbidden(lesson(change), { ...teacher, role: "co_teacher" }, ["mic", "camera"])).toEqual([]);
  });

  it("stops all at the door", () => {
    const view = lesson({});
    const outside = { ...view.people["hs-1"], door: "removed" } as never;
    expect(forbidden({ ...view, people: { "hs-1": outside } }, pupil, ["mic"])).toEqual(["mic"]);
  });

  it("says what may be written", () => {
    expect(writingOf(lesson({}), pupil)).toBe("class");
    const off = { ...controls, chat: "off" } as const;
    expect(writingOf(lesson({ controls: off }), pupil)).toBe("off");
    expect(writingOf(lesson({ controls: off }), teacher)).toBe("class");
    expect(writingOf(lesson({ quiet: true }), pupil)).toBe("quiet");
    expect(lockOf(lesson({ quiet: true, teacher_lost_since: 3 }), pupil)).toBe("teacher_lost");
  });

  it("a phone as camera sends its camera, without a floor", () => {
    const camera: Me = { person: "gv-01.cam", name: "N", role: "camera" };
    expect(forbidden(lesson({ quiet: true }), camera, ["camera", "mic"])).toEqual(["mic"]);
  });

  it("of two pupils at a device the one with the floor sends", () => {
    const sister: Me = { person: "hs-2", name: "Học sinh 2", role: "student" };
    const floor = { "hs-2": { state: "held", since: 1, by: "gv-01" } } as const;
    expect(sendsAs(live({ floor }), pupil, [sister])).toBe("hs-2");
    expect(forbidden(live({ floor }), pupil, ["mic"], [sister])).toEqual([]);
    expect(sendsAs(live({ floor: {} }), pupil, [sister])).toBe("hs-1");
  });
});

describe("corrections", () => {
  const withMic = live({
    people: { ...base.people, "gv-01": { ...base.people["gv-01"], sources: { mic: true } } as never },
  });

  it("repeats what the server has missed, both ways", () => {
    expect(corrections(withMic, teacher, new Set<SourceName>(["camera"]))).toEqual([
      { source: "mic", on: false },
      { source: "camera", on: true },
    ]);
  });

  it("says nothing when both agree, or when the lesson does not run", () => {
    expect(corrections(withMic, teacher, new Set<SourceName>(["mic"]))).toEqual([]);
    expect(corrections(base, teacher, new Set<SourceName>(["mic"]))).toEqual([]);
  });
});

describe("mayWrite", () => {
  it("is for all but observers", () => {
    expect((["teacher", "student", "guest", "staff", "observer"] as const).filter(mayWrite)).toEqual([
      "teacher",
      "student",
      "guest",
      "staff",
    ]);
  });
});
