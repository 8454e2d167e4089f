import { describe, expect, it } from "vitest";
import type { Lesson, Phase } from "../api/types";
import { counted, lessonTimes, otherDay } from "./schoolday";

describe("days", () => {
  it.each([
    ["2026-11-23", 1, "2026-11-24"],
    ["2026-12-31", 1, "2027-01-01"],
    ["2028-03-01", -1, "2028-02-29"],
  ])("%s and %i days is %s", (date, days, there) => expect(otherDay(date, days)).toBe(there));
});

describe("counting", () => {
  it("takes a waiting room for a running lesson", () => {
    const phases: Phase[] = ["live", "waiting", "planned", "ended", "ended"];
    const lessons = phases.map((phase) => ({ phase }) as Lesson);
    expect(counted(lessons)).toEqual({ n: 5, live: 2, planned: 1, ended: 2 });
  });
});

describe("a lesson's times", () => {
  it("are the school's", () => {
    expect(lessonTimes("2026-11-23", "07:50", "08:35")).toEqual({
      ok: true,
      from: Date.parse("2026-11-23T00:50:00Z"),
      to: Date.parse("2026-11-23T01:35:00Z"),
    });
  });

  it("must be there, in order and not too long", () => {
    expect(lessonTimes("2026-11-23", "", "08:35")).toEqual({ ok: false, why: "missing" });
    expect(lessonTimes("2026-11-23", "08:35", "08:35")).toEqual({ ok: false, why: "order" });
    expect(lessonTimes("2026-11-23", "06:00", "19:00")).toEqual({ ok: false, why: "long" });
  });
});
