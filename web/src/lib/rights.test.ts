import { describe, expect, it } from "vitest";
import golden from "../../../tests/data/messages.json";
import type { Me, SourceName, View } from "../generated/messages";
import { corrections, forbidden, mayWrite } from "./rights";

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
