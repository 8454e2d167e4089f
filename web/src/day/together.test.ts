import { describe, expect, it } from "vitest";
import type { Day, DayLesson, Phase } from "../api/types";
import { clashing, lessonNow, type Pair, pairs, rulesDue, type SiblingDay } from "./together";

function lesson(id: string, more: Partial<DayLesson> = {}): DayLesson {
  return {
    id,
    title: "Bài 15",
    subject: "Toán",
    class_id: "8a3",
    class_name: "8A3",
    period: "tiết 2",
    teacher: null,
    starts_at: "2026-11-23T01:00:00Z",
    ends_at: "2026-11-23T01:45:00Z",
    phase: "live" as Phase,
    started_at: null,
    ended_at: null,
    ended_reason: null,
    can_open: true,
    room: id,
    recording: false,
    replay: { state: "none", bytes: 0 },
    record: false,
    ...more,
  };
}

function pupil(person: string, ...lessons: DayLesson[]): SiblingDay {
  const day: Day = {
    person,
    name: person,
    title: null,
    role: "student",
    date: "2026-11-23",
    lessons,
    homerooms: [],
    at_office: false,
  };
  return { person, name: person, token: person, day };
}

const people = (found: ReturnType<typeof pairs>) =>
  found.map((pair) => pair.map(({ sibling }) => sibling.person).join("+"));

describe("several pupils at one device", () => {
  it("go in together when they have the same lesson", () => {
    const same = [pupil("a", lesson("x")), pupil("b", lesson("x")), pupil("c")];
    expect(people(pairs(same))).toEqual(["a+b"]);
    expect(clashing(same)).toEqual([]);
  });

  it("go in together when two classes are taught in one room", () => {
    const joint = [pupil("a", lesson("x")), pupil("b", lesson("y", { room: "x" }))];
    expect(pairs(joint)[0]?.map(({ lesson }) => lesson.id)).toEqual(["x", "y"]);
  });

  it("have to choose when the lessons differ", () => {
    const apart = [pupil("a", lesson("x")), pupil("b", lesson("y")), pupil("c")];
    expect(pairs(apart)).toEqual([]);
    expect(clashing(apart).map(({ sibling }) => sibling.person)).toEqual(["a", "b"]);
  });

  it("are two at most, of three any two", () => {
    const three = ["a", "b", "c"].map((one) => pupil(one, lesson("x")));
    expect(people(pairs(three))).toEqual(["a+b", "a+c", "b+c"]);
  });

  it("do not count without an open lesson or a known day", () => {
    const shut = pupil("a", lesson("x", { can_open: false }), lesson("y", { phase: "ended" }));
    const unknown: SiblingDay = { ...pupil("b"), day: null };
    expect(lessonNow(shut.day)).toBeNull();
    expect(pairs([shut, unknown, pupil("c", lesson("x"))])).toEqual([]);
    expect(clashing([shut, unknown, pupil("c", lesson("x"))])).toEqual([]);
  });

  it("are in the running lesson rather than in one that opens", () => {
    const day = pupil("a", lesson("next", { phase: "planned" }), lesson("runs")).day;
    expect(lessonNow(day)?.id).toBe("runs");
  });

  it("read the rules first, each who has not", () => {
    const [pair] = pairs([pupil("a", lesson("x")), pupil("b", lesson("x"))]) as [Pair];
    const rules = { version: 3, title: "Nội quy", rules: ["Đúng giờ."], at: "2026-09-05T00:00:00Z" };
    const readers = (...due: Parameters<typeof rulesDue>[1]) =>
      rulesDue(pair, due)?.readers.map(({ person }) => person);
    expect(readers(rules, rules)).toEqual(["a", "b"]);
    expect(readers(null, rules)).toEqual(["b"]);
    expect(rulesDue(pair, [null, null])).toBeNull();
    expect(rulesDue(pair, [])).toBeNull();
  });
});
