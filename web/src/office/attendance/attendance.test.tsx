// The month of attendance: loading, empty, failed, without rights; the grid's keys; a word written; weeks; gaps.

import { render } from "preact";
import { act } from "preact/test-utils";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Me } from "../data";
import type { Evidence, Month, Week } from "./data";
import { moved } from "./grid";
import { Section } from "./Section";
import { daysOf, gapsOf, mondaysOf, otherMonth } from "./show";

const turn = () => act(() => new Promise((done) => setTimeout(done)));

const CLASSES = {
  school: "",
  classes: [
    { id: "8a3", code: "8A3", grade: 8, homeroom: "gv-01", size: 2 },
    { id: "8a4", code: "8A4", grade: 8, homeroom: "gv-02", size: 2 },
  ],
};
const week = (monday: string, more: Partial<Week>): Week => ({
  monday,
  closed: false,
  closes_at: Date.parse("2026-12-06T17:00:00Z"),
  said: "",
  by_name: "",
  at: 0,
  why: "",
  ...more,
});
const NONE = { held: 2, present: 1, late: 0, excused: 0, unexcused: 0, unknown: 1 };
const MONTH: Month = {
  class: "8a4",
  class_name: "8A4",
  first: "2026-11-01",
  last: "2026-11-30",
  periods: [
    { lesson: "l1", day: "2026-11-23", session: "sang", period: 1, subject: "Toán" },
    { lesson: "l2", day: "2026-11-24", session: "sang", period: 2, subject: "Văn" },
  ],
  pupils: [
    {
      person: "an",
      stt: 1,
      name: "Hoài An",
      totals: NONE,
      cells: [{ shown: "present" }, { shown: "absent_unknown" }],
    },
    {
      person: "binh",
      stt: 2,
      name: "<b>Bình</b>",
      totals: NONE,
      cells: [
        { shown: "P", source: "leave", leave: 4 },
        { shown: "late", at_school: true },
      ],
    },
  ],
  weeks: {
    "2026-11-16": week("2026-11-16", { closed: true }),
    "2026-11-23": week("2026-11-23", { closed: true, said: "closed", by_name: "cô Lan", at: 1 }),
  },
};
const EVIDENCE: Evidence = {
  lesson: "l2",
  subject: "Văn",
  class_name: "8A4",
  starts_at: "2026-11-24T00:00:00Z",
  ends_at: "2026-11-24T00:45:00Z",
  person: "an",
  name: "Hoài An",
  found: {
    person: "an",
    stt: 1,
    name: "Hoài An",
    state: "absent_unknown",
    first_joined: "2026-11-24T00:00:00Z",
    last_seen: "2026-11-24T00:20:00.500Z",
    minutes: 9,
    late_minutes: 0,
    left_early_minutes: 24.5,
    present_now: false,
    intervals: [
      { from: "2026-11-24T00:00:00Z", to: "2026-11-24T00:05:00Z" },
      { from: "2026-11-24T00:16:00.500Z", to: "2026-11-24T00:20:00.500Z" },
    ],
    bridged: [
      { from: "2026-11-24T00:00:00Z", to: "2026-11-24T00:05:00Z" },
      { from: "2026-11-24T00:16:00.500Z", to: "2026-11-24T00:20:00.500Z" },
    ],
    at_school: false,
    school: [],
    door: [],
  },
  outages: [{ part: "media", from: "2026-11-24T00:06:00Z", to: "2026-11-24T00:07:00Z" }],
  written: [],
  leave: [],
  marking: "open",
  closes_at: "2026-12-06T17:00:00Z",
};

let place: HTMLElement;
let answers: Record<string, unknown>;
let sent: { method: string; path: string; body: unknown }[];

const me = (acts: string[], roles = ["office"], person: string | null = "gv-02"): Me => ({
  login: "a",
  name: "A",
  person,
  title: null,
  roles,
  acts: ["attendance.read", ...acts],
  must_change: false,
  lapsed: "",
  expires_at: "",
});

const find = (id: string) => place.querySelector<HTMLElement>(`[data-testid="${id}"]`);
const cell = (at: string) => place.querySelector<HTMLButtonElement>(`[data-place="${at}"]`);

async function open(session: Me, path: string[] = []): Promise<void> {
  await act(() => render(<Section session={session} path={path} />, place));
  await turn(); // the classes
  await turn(); // the month
}

beforeEach(() => {
  sent = [];
  answers = { "/api/v1/office/classes": CLASSES, "/api/v1/office/attendance": MONTH };
  vi.stubGlobal("matchMedia", () => ({ matches: false, addEventListener() {}, removeEventListener() {} }));
  vi.stubGlobal(
    "fetch",
    async (url: string, { method = "GET", body }: { method?: string; body?: string } = {}) => {
      const path = new URL(url, location.origin).pathname;
      if (method !== "GET") sent.push({ method, path, body: JSON.parse(body ?? "null") });
      const answer = answers[path];
      if (answer instanceof Response) return answer.clone();
      return answer === undefined ? Response.json({ code: "bug" }, { status: 500 }) : Response.json(answer);
    },
  );
  place = document.body.appendChild(document.createElement("div"));
});

afterEach(() => {
  act(() => render(null, place));
  place.remove();
  vi.unstubAllGlobals();
});

describe("the month", () => {
  it("begins with the own homeroom and shows each cell in words", async () => {
    await open(me(["attendance.mark"]));
    expect(place.querySelector("select")?.value).toBe("8a4");
    expect(place.querySelector("tbody th")?.textContent).toBe("1 Hoài An");
    expect(place.querySelector("tbody tr:nth-child(2) bdi")?.textContent).toBe("<b>Bình</b>");
    expect(cell("1 0")?.querySelector(".said")?.textContent).toBe("Vắng có phép, theo đơn xin phép");
    expect(cell("1 1")?.querySelector(".said")?.textContent).toBe("Vào muộn, tại trường");
    const excel = find("month-excel")?.getAttribute("href");
    expect(excel).toMatch(/^\/api\/v1\/office\/attendance\.xlsx\?class=8a4&month=20\d\d-\d\d$/);
  });

  it("is one stop of the Tab key; arrows move within", async () => {
    await open(me([]));
    const stops = () =>
      [...place.querySelectorAll("table button")].filter((one) => (one as HTMLElement).tabIndex === 0);
    expect(stops()).toEqual([cell("0 0")]);
    cell("0 0")?.focus();
    await act(() => {
      cell("0 0")?.dispatchEvent(new KeyboardEvent("keydown", { key: "ArrowDown", bubbles: true }));
    });
    expect(document.activeElement).toBe(cell("1 0"));
    expect(stops()).toEqual([cell("1 0")]);
  });

  it("says so without a class, without a period, and when it fails", async () => {
    await open(me([], ["teacher"], "gv-09"));
    expect(place.textContent).toContain("không chủ nhiệm lớp nào");
    answers["/api/v1/office/attendance"] = { ...MONTH, periods: [], pupils: [] };
    await open(me([]), ["8a3", "2026-10"]);
    expect(place.textContent).toContain("Tháng này chưa có tiết nào đã học");
    answers["/api/v1/office/attendance"] = undefined;
    await open(me([]), ["8a3", "2026-09"]);
    expect(place.querySelector('[role="alert"]')).not.toBeNull();
  });

  it("offers acts only to who has them", async () => {
    await open(me([]));
    expect(find("excuse")).toBeNull();
    expect(find("week-reopen")).toBeNull();
    await open(me(["attendance.mark", "week.close", "week.reopen"]));
    expect(find("excuse")).not.toBeNull();
    expect(find("week-reopen")).not.toBeNull();
    expect(find("week-close")).toBeNull();
  });

  it("says until when each week is open, or since when it is closed", async () => {
    const of = async (more: Partial<Week>) => {
      answers["/api/v1/office/attendance"] = {
        ...MONTH,
        weeks: { "2026-11-16": week("2026-11-16", {}), "2026-11-23": week("2026-11-23", more) },
      };
      act(() => render(null, place));
      await open(me([]));
      const lines = [...place.querySelectorAll(".weeks li")].map((one) => one.textContent);
      expect(lines).toHaveLength(1); // nothing was held in the other
      return lines[0];
    };
    expect(await of({})).toContain("Đang mởđến hết 06/12/2026, rồi tự chốt");
    expect(await of({ closed: true })).toContain("Đã chốttự chốt từ 07/12/2026");
    const again = {
      said: "reopened",
      by_name: "cô Sương",
      at: Date.parse("2026-12-08"),
      why: "nhầm",
    } as const;
    expect(await of(again)).toContain("Đang mở lạiđến hết 06/12/2026");
    expect(await of(again)).toContain("cô Sương mở lại ngày 08/12/2026: nhầm");
  });

  it("opens a closed week with a reason and until a day within two weeks", async () => {
    const path = "/api/v1/office/weeks/8a4/2026-11-23/reopen";
    answers[path] = MONTH.weeks["2026-11-23"];
    await open(me(["week.reopen"]));
    await act(() => find("week-reopen")?.click());
    await act(() => find("week-reopen-do")?.click());
    expect(sent).toEqual([]);
    const [why, until] = [...place.querySelectorAll<HTMLInputElement>("dialog input")];
    const type = (input: HTMLInputElement | undefined, value: string) =>
      act(() => {
        if (input) input.value = value;
        input?.dispatchEvent(new Event("input", { bubbles: true }));
      });
    await type(why, " nhầm ");
    const usual = until?.value;
    await type(until, "2099-01-01");
    await act(() => find("week-reopen-do")?.click());
    expect(sent).toEqual([]);
    await type(until, usual ?? "");
    await act(() => find("week-reopen-do")?.click());
    await turn();
    expect(sent).toEqual([{ method: "POST", path, body: { why: "nhầm", until: usual } }]);
  });

  it("on a phone is a list that opens", async () => {
    vi.stubGlobal("matchMedia", () => ({ matches: true, addEventListener() {}, removeEventListener() {} }));
    await open(me([]));
    expect(place.querySelector("table")).toBeNull();
    const first = find("month-pupil");
    expect(first?.textContent).toContain("Có mặt 1/2 · Vắng chưa rõ lý do 1");
    await act(() => first?.click());
    expect(place.querySelector(".month-days button")?.textContent).toBe("Sáng, tiết 1, Toán·Có mặt");
  });
});

describe("the evidence of a cell", () => {
  const path = "/api/v1/office/attendance/l2/an";
  const press = async () => {
    await act(() => cell("0 1")?.click());
    await turn();
  };

  it("shows what was found, and writes a word with a reason", async () => {
    answers[path] = EVIDENCE;
    await open(me(["attendance.mark"]));
    await press();
    const dialog = find("evidence");
    expect(dialog?.textContent).toContain("Gián đoạn do mạng");
    expect(dialog?.textContent).toContain("07:05:00–07:16:00 (11:00): không tính vào thời gian học");
    await act(() => find("mark-save")?.click());
    expect(sent).toEqual([]);
    expect(dialog?.textContent).toContain("Hãy chọn điều cần ghi.");
    await act(() => find("mark-P")?.click());
    const ill = [...(dialog?.querySelectorAll("button") ?? [])].find((one) => one.textContent === "Ốm");
    await act(() => ill?.click());
    const word = { mark: "P", why: "Ốm", by: "cô Lan", at: "2026-11-24T03:00:00Z" } as const;
    answers[path] = { ...EVIDENCE, written: [word] };
    await act(() => find("mark-save")?.click());
    await turn();
    expect(sent).toEqual([{ method: "PUT", path, body: { mark: "P", why: "Ốm" } }]);
    expect(find("evidence")?.textContent).toContain("cô Lan");
    expect(find("mark-back")).not.toBeNull();
  });

  it("has no form where nobody may write, and says why", async () => {
    answers[path] = { ...EVIDENCE, marking: "week_closed" };
    await open(me([]));
    await press();
    expect(find("mark-save")).toBeNull();
    expect(find("evidence")?.textContent).toContain("Tuần này đã chốt");
  });

  it("of a pupil who was not in the list, and of connections kept no longer", async () => {
    answers[path] = { ...EVIDENCE, found: null, marking: "not_allowed" };
    await open(me([]));
    await press();
    expect(find("evidence")?.textContent).toContain("không có trong danh sách của tiết học");
  });
});

describe("sums about a month", () => {
  it("weeks that touch it, days of its periods, other months", () => {
    expect(mondaysOf("2026-11-01", "2026-11-30")).toEqual([
      "2026-10-26",
      "2026-11-02",
      "2026-11-09",
      "2026-11-16",
      "2026-11-23",
      "2026-11-30",
    ]);
    expect(daysOf(MONTH.periods)).toEqual([
      { day: "2026-11-23", places: [0] },
      { day: "2026-11-24", places: [1] },
    ]);
    expect([otherMonth("2026-12", 1), otherMonth("2026-01", -1)]).toEqual(["2027-01", "2025-12"]);
  });

  it("arrow keys stay within the grid", () => {
    const at = { row: 0, column: 1 };
    const key = (name: string, ctrlKey = false) => moved({ key: name, ctrlKey }, at, 3, 2);
    expect([key("ArrowUp"), key("ArrowRight")]).toEqual([at, at]);
    expect(key("End", true)).toEqual({ row: 2, column: 1 });
    expect(key("PageDown")).toEqual({ row: 2, column: 1 });
    expect(key("a")).toBeNull();
  });

  it("gaps lie between connections and within the time that counts", () => {
    const [from, to] = ["2026-11-24T00:05:00Z", "2026-11-24T00:06:00.500Z"];
    const torn = [
      { from: "2026-11-23T23:50:00Z", to: from },
      { from: to, to: null },
    ];
    const whole = [{ from: "2026-11-24T00:00:00Z", to: null }];
    expect(gapsOf({ intervals: torn, bridged: whole })).toEqual([
      { from: Date.parse(from), to: Date.parse(to), counted: true },
    ]);
    expect(gapsOf({ intervals: torn, bridged: [] })).toEqual([]);
  });
});
