import { describe, expect, it } from "vitest";
import { groupsOf, replaced } from "./BellsTab";
import type { Bell, Cell } from "./data";
import { newestOf } from "./programmes/ProgrammesTab";
import { cleaned } from "./programmes/Units";
import { cellsOf, type Names, teacherOf } from "./timetable/names";
import { isMonday, proposal } from "./YearForm";

const bell = (session: Bell["session"], weekday: number, period: number): Bell => ({
  session,
  weekday,
  period,
  start: "07:00",
  end: "07:45",
});

describe("bells", () => {
  it("stand by session and day, in their order", () => {
    const all = [bell("toi", 0, 1), bell("sang", 7, 2), bell("sang", 0, 2), bell("sang", 0, 1)];
    expect(groupsOf(all).map(({ session, weekday, bells }) => [session, weekday, bells.length])).toEqual([
      ["sang", 0, 2],
      ["sang", 7, 1],
      ["toi", 0, 1],
    ]);
  });

  it("of a proposal take the place of that session and day only", () => {
    const all = [bell("sang", 0, 1), bell("sang", 0, 2), bell("sang", 6, 1)];
    expect(replaced(all, [bell("sang", 0, 1)])).toEqual([bell("sang", 6, 1), bell("sang", 0, 1)]);
    expect(replaced(all, [])).toEqual(all);
  });
});

describe("a school year", () => {
  it("is proposed with semesters that begin on Mondays", () => {
    for (const today of ["2026-08-20", "2027-02-01", "2031-06-30"]) {
      const year = proposal(today);
      expect(isMonday(year.first_semester) && isMonday(year.second_semester)).toBe(true);
      expect(year.name).toBe(
        `${Number(year.first_day.slice(0, 4))}-${Number(year.first_day.slice(0, 4)) + 1}`,
      );
    }
    expect(proposal("2027-02-01").name).toBe("2026-2027");
  });
});

describe("programmes", () => {
  it("are listed once, by their newest version", () => {
    const one = { subject_code: "TOAN", grade: 8, year: "2026-2027", at: "" };
    const all = [
      { ...one, id: 3, version: 2 },
      { ...one, id: 1, version: 1 },
      { ...one, id: 2, grade: 9, version: 1 },
    ];
    expect(newestOf(all).map(({ id }) => id)).toEqual([3, 2]);
  });

  it("leave out units without a title", () => {
    const unit = { number: 1, title: "Bài 1", outcomes: null, week: null };
    expect(cleaned([unit, { ...unit, number: 2, title: "  " }])).toEqual([unit]);
  });
});

describe("a timetable", () => {
  const cell: Cell = {
    class_id: "6a1",
    weekday: 1,
    session: "sang",
    period: 1,
    kind: "tiet_hoc",
    subject_code: "TOAN",
    teacher_id: null,
    room: null,
    joint: false,
  };
  const names: Names = {
    classes: [{ id: "6a1", code: "6A1", grade: 6, size: 40, homeroom: "gv-2" }],
    teachers: [],
    subjects: [],
    assignments: [{ class_id: "6a1", subject_code: "TOAN", teacher_id: "gv-1" }],
  };

  it("has its teachers from the cell, the assignment or the homeroom", () => {
    expect(teacherOf({ ...cell, teacher_id: "gv-9" }, names)).toBe("gv-9");
    expect(teacherOf(cell, names)).toBe("gv-1");
    expect(teacherOf({ ...cell, kind: "chao_co" }, names)).toBe("gv-2");
    expect(teacherOf({ ...cell, subject_code: "VAN" }, names)).toBeNull();
  });

  it("is looked at by class or by teacher", () => {
    const other = { ...cell, class_id: "6a2", teacher_id: "gv-1" };
    expect(cellsOf([cell, other], "class 6a1", names)).toEqual([cell]);
    expect(cellsOf([cell, other], "teacher gv-1", names)).toEqual([cell, other]);
  });
});
