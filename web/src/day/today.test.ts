import { describe, expect, it } from "vitest";
import type { DayLesson, Phase } from "../api/types";
import { featured } from "./today";

const at = (time: string) => Date.parse(`2026-11-23T${time}:00Z`);

function lesson(id: string, from: string, to: string, phase: Phase = "planned"): DayLesson {
  return {
    id,
    title: "Bài 15",
    subject: "Toán",
    class_id: "8a3",
    class_name: "8A3",
    period: "tiết 2",
    teacher: null,
    starts_at: new Date(at(from)).toISOString(),
    ends_at: new Date(at(to)).toISOString(),
    phase,
    started_at: null,
    ended_at: null,
    ended_reason: null,
    can_open: true,
    room: id,
    recording: false,
    replay: { state: "none", bytes: 0 },
    record: false,
  };
}

describe("the lesson put first", () => {
  const day = [
    lesson("a", "01:00", "01:45", "ended"),
    lesson("b", "02:00", "02:45"),
    lesson("c", "03:00", "03:45"),
  ];

  it("is the one whose bell has rung", () => {
    expect(featured(day, at("02:10"))).toMatchObject({ kind: "now", lesson: { id: "b" } });
  });

  it("is the next one in a break", () => {
    expect(featured(day, at("02:50"))).toMatchObject({ kind: "next", lesson: { id: "c" } });
  });

  it("is a running lesson even after its bell", () => {
    const late = [lesson("a", "01:00", "01:45", "live"), lesson("b", "03:00", "03:45")];
    expect(featured(late, at("01:50"))).toMatchObject({ kind: "now", lesson: { id: "a" } });
  });

  it("prefers the running one where two overlap", () => {
    const both = [lesson("a", "01:00", "01:45"), lesson("b", "01:00", "01:45", "live")];
    expect(featured(both, at("01:10"))?.lesson.id).toBe("b");
  });

  it("is none when all are over", () => {
    expect(featured(day, at("09:00"))).toBeNull();
    expect(featured([], at("09:00"))).toBeNull();
  });
});
