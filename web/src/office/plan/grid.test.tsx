// Assignments of the whole school as a grid, and the timetable edited cell by cell: keys, what is sent, clashes named.

import { render } from "preact";
import { act } from "preact/test-utils";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { AssignmentsTab } from "./assigned/AssignmentsTab";
import type { Cell } from "./data";
import { byGivenName, shortNames } from "./shortNames";
import { busyWith } from "./timetable/CellDialog";
import type { Names } from "./timetable/names";
import { asRequest } from "./timetable/TimetableEdit";
import { TimetableTab } from "./timetable/TimetableTab";
import { changed, frameOf, keyOf, nextMonday, spotAt, withChanges } from "./timetable/week";

const teacher = (id: string, name: string) => ({ id, name, title: null, recording_consent: null });
const TEACHERS = [
  teacher("gv-1", "Nguyễn Thị Lan"),
  teacher("gv-2", "Trần Văn Thuận"),
  teacher("gv-3", "Lê Thu Lan"),
  teacher("gv-4", "<b>Hà</b>"),
];
const CLASSES = [
  { id: "6a1", code: "6A1", grade: 6, homeroom: "gv-1", size: 40 },
  { id: "6a2", code: "6A2", grade: 6, homeroom: "gv-2", size: 40 },
];
const subject = (code: string, name: string) => ({
  code,
  name,
  short: name,
  periods_per_year: null,
  active: true,
});
const SUBJECTS = [subject("TOAN", "Toán"), subject("NGUVAN", "Văn")];
const ASSIGNED = [
  { class_id: "6a1", subject_code: "TOAN", teacher_id: "gv-1" },
  { class_id: "6a2", subject_code: "TOAN", teacher_id: "gv-1" },
  { class_id: "6a1", subject_code: "NGUVAN", teacher_id: "gv-9" },
];
const cell = (class_id: string, period: number, more: Partial<Cell> = {}): Cell => ({
  class_id,
  weekday: 1,
  session: "sang",
  period,
  kind: "tiet_hoc",
  subject_code: "TOAN",
  teacher_id: null,
  room: null,
  joint: false,
  ...more,
});
const CELLS = [cell("6a1", 1), cell("6a2", 2)];
const VERSION = { id: 7, name: "TKB số 4", first_day: "2099-01-05", at: "2026-11-01T00:00:00Z" };
const BELL = { session: "sang", weekday: 0, start: "07:00", end: "07:45" };
const PLANNED = { added: 0, changed: 1, removed: 0, silent: 0 };
const CLASH = {
  teacher_id: "gv-1",
  class_ids: ["6a1", "6a2"],
  subject_codes: ["TOAN", "NGUVAN"],
  weekday: 1,
  session: "sang",
  period: 2,
};
const PLAN = "/api/v1/office/plan";

let place: HTMLElement;
let answers: Record<string, unknown>;
let sent: { call: string; body: unknown }[];
let narrow: boolean;

const turn = () => act(() => new Promise((done) => setTimeout(done)));
const find = (id: string) => place.querySelector<HTMLElement>(`[data-testid="${id}"]`);
const at = (spot: string) => place.querySelector<HTMLButtonElement>(`[data-place="${spot}"]`);
const key = (element: Element | null | undefined, name: string) =>
  act(() => void element?.dispatchEvent(new KeyboardEvent("keydown", { key: name, bubbles: true })));
const choose = (select: HTMLSelectElement | null | undefined, value: string) =>
  act(() => {
    if (select) select.value = value;
    select?.dispatchEvent(new Event("change", { bubbles: true }));
  });
const press = async (element: HTMLElement | null) => {
  await act(() => element?.click());
  await turn();
};

beforeEach(() => {
  sent = [];
  narrow = false;
  answers = {
    "GET /api/v1/office/classes": { school: "", classes: CLASSES },
    "GET /api/v1/office/teachers": { teachers: TEACHERS },
    [`GET ${PLAN}/subjects`]: { subjects: SUBJECTS, common: [] },
    [`GET ${PLAN}/assignments`]: { assignments: ASSIGNED },
    [`PUT ${PLAN}/assignments`]: { assignments: ASSIGNED, planned: PLANNED },
    [`GET ${PLAN}/timetables`]: { timetables: [VERSION] },
    [`GET ${PLAN}/timetables/7`]: { timetable: VERSION, cells: CELLS },
    [`GET ${PLAN}/bells`]: { bells: [1, 2].map((period) => ({ ...BELL, period })) },
    "GET /api/v1/office/classes/6a1/feed": { made_at: null },
  };
  vi.stubGlobal("matchMedia", () => ({ matches: narrow, addEventListener() {}, removeEventListener() {} }));
  vi.stubGlobal("fetch", async (path: string, { method, body }: { method: string; body?: string }) => {
    const call = `${method} ${path}`;
    if (method !== "GET") sent.push({ call, body: JSON.parse(body ?? "null") });
    const answer = answers[call];
    if (answer instanceof Response) return answer.clone();
    return answer === undefined ? Response.json({ code: "bug" }, { status: 500 }) : Response.json(answer);
  });
  HTMLDialogElement.prototype.showModal = () => undefined;
  place = document.body.appendChild(document.createElement("div"));
});

afterEach(() => {
  act(() => render(null, place));
  place.remove();
  vi.unstubAllGlobals();
});

async function assignments(writes = true): Promise<void> {
  await act(() => render(<AssignmentsTab writes={writes} />, place));
  await turn();
}

const texts = () =>
  [...place.querySelectorAll(".matrix tbody tr")].map((row) =>
    [...row.children].map((one) => one.textContent).join(" | "),
  );

describe("assignments of the whole school", () => {
  it("stand as texts, one stop of the Tab key, without a select", async () => {
    await assignments();
    expect(texts()).toEqual(["6A1 | Thị Lan | (đã nghỉ)", "6A2 | Thị Lan | Chưa phân công"]);
    expect(find("assignments-grid")?.querySelectorAll("select")).toHaveLength(0);
    expect([...place.querySelectorAll<HTMLElement>(".matrix button")].map((one) => one.tabIndex)).toEqual([
      0, -1, -1, -1,
    ]);
  });

  it("are chosen by keyboard and saved together", async () => {
    await assignments();
    at("0 0")?.focus();
    await key(at("0 0"), "ArrowDown");
    await key(at("1 0"), "ArrowRight");
    expect(document.activeElement).toBe(at("1 1"));
    await press(at("1 1"));
    const select = () => find("assignments-grid")?.querySelector("select");
    expect(document.activeElement).toBe(select());
    expect(select()?.getAttribute("aria-label")).toBe("Giáo viên Văn lớp 6A2");
    await choose(select(), "gv-2");
    await key(select(), "Enter");
    expect(document.activeElement).toBe(at("1 1"));
    expect(texts()[1]).toBe("6A2 | Thị Lan | Thuận, đã sửa, chưa lưu");
    await press(find("assignments-save"));
    expect(sent).toEqual([
      {
        call: `PUT ${PLAN}/assignments`,
        body: { assignments: [{ class_id: "6a2", subject_code: "NGUVAN", teacher_id: "gv-2" }] },
      },
    ]);
    expect(place.querySelector('.notice[role="status"]')?.textContent).toContain("sửa 1");
  });

  it("are as before after Escape, or when they are chosen back", async () => {
    await assignments();
    await press(at("0 0"));
    const select = find("assignments-grid")?.querySelector("select");
    await choose(select, "");
    await key(select, "Escape");
    expect(texts()[0]).toBe("6A1 | Thị Lan | (đã nghỉ)");
    expect((find("assignments-save") as HTMLButtonElement).disabled).toBe(true);
  });

  it("name who would be where twice, and mark the cells", async () => {
    answers[`PUT ${PLAN}/assignments`] = Response.json(
      { code: "teacher_clash", clashes: [CLASH] },
      { status: 409 },
    );
    await assignments();
    await press(at("1 1"));
    const select = find("assignments-grid")?.querySelector("select");
    await choose(select, "gv-1");
    await key(select, "Enter");
    await press(find("assignments-save"));
    expect(find("plan-clashes")?.textContent).toBe(
      "Nguyễn Thị Lan: 6A1 (Toán) và 6A2 (Văn), Thứ Hai, buổi sáng, tiết 2",
    );
    expect(at("1 1")?.textContent).toContain("trùng giờ");
    expect(at("0 0")?.textContent).toContain("trùng giờ");
  });

  it("changed on a phone stay while another class is shown, and are saved together", async () => {
    narrow = true;
    await assignments();
    const chooser = (place: number) => document.querySelectorAll("select")[place];
    await choose(chooser(2), "gv-2");
    await choose(chooser(0), "6a2");
    await choose(chooser(2), "gv-3");
    await choose(chooser(0), "6a1");
    expect(chooser(2)?.value).toBe("gv-2");
    await press(find("assignments-save"));
    expect(sent).toEqual([
      {
        call: `PUT ${PLAN}/assignments`,
        body: {
          assignments: [
            { class_id: "6a1", subject_code: "NGUVAN", teacher_id: "gv-2" },
            { class_id: "6a2", subject_code: "NGUVAN", teacher_id: "gv-3" },
          ],
        },
      },
    ]);
  });

  it("are a list of one class on a phone, and texts for who may look only", async () => {
    narrow = true;
    await assignments();
    expect(find("assignments-grid")).toBeNull();
    expect(place.querySelector(".plan-pairs")).not.toBeNull();
    act(() => render(null, place));
    narrow = false;
    await assignments(false);
    expect(place.querySelectorAll(".matrix button")).toHaveLength(0);
    expect(find("assignments-grid")?.tabIndex).toBe(0);
  });
});

async function timetable(): Promise<void> {
  await act(() => render(<TimetableTab writes={true} />, place));
  await turn();
  await turn();
  await press(find("timetable-edit"));
}

describe("the timetable by hand", () => {
  const dialog = () => find("cell-dialog");
  const box = (place: number) => dialog()?.querySelectorAll("select")[place];

  it("of a version to come is changed in place", async () => {
    answers[`PUT ${PLAN}/timetables/7/cells`] = { timetable: VERSION, cells: CELLS, planned: PLANNED };
    await timetable();
    expect(at("0 0")?.textContent).toBe("ToánThị Lan");
    await press(at("1 0"));
    expect(dialog()?.querySelector("h2")?.textContent).toBe("6A1, Thứ Hai, buổi sáng, tiết 2");
    await choose(box(0), "TOAN");
    expect(dialog()?.textContent).toContain("đang dạy 6A2");
    await choose(box(1), "gv-2");
    expect(dialog()?.textContent).not.toContain("đang dạy");
    await press(find("cell-set"));
    expect(at("1 0")?.textContent).toBe("ToánThuận, đã sửa, chưa lưu");
    await press(find("timetable-save"));
    expect(sent).toEqual([
      {
        call: `PUT ${PLAN}/timetables/7/cells`,
        body: {
          cells: [
            {
              class_id: "6a1",
              weekday: 1,
              session: "sang",
              period: 2,
              lesson: {
                kind: "tiet_hoc",
                subject_code: "TOAN",
                teacher_id: "gv-2",
                room: null,
                joint: false,
              },
            },
          ],
        },
      },
    ]);
  });

  it("of one that holds is a copy from a day on; a clash is named", async () => {
    answers[`GET ${PLAN}/timetables`] = { timetables: [{ ...VERSION, first_day: "2020-09-07" }] };
    answers[`POST ${PLAN}/timetables`] = Response.json(
      { code: "teacher_clash", clashes: [CLASH] },
      { status: 409 },
    );
    await timetable();
    await press(at("0 0"));
    await choose(box(0), "");
    await press(find("cell-set"));
    expect(at("0 0")?.textContent).toBe("Không có tiết, đã sửa, chưa lưu");
    await press(find("timetable-save"));
    const body = sent[0]?.body as { base: number; first_day: string; cells: { lesson: unknown }[] };
    expect(body.base).toBe(7);
    expect(new Date(body.first_day).getUTCDay()).toBe(1);
    expect(body.cells.map(({ lesson }) => lesson)).toEqual([null]);
    expect(find("plan-clashes")?.textContent).toContain("6A1 (Toán) và 6A2 (Văn)");
    expect(at("1 0")?.textContent).toContain("trùng giờ");
  });

  it("refuses a room that no file could carry", async () => {
    await timetable();
    await press(at("0 0"));
    const room = dialog()?.querySelector("input");
    await act(() => {
      if (room) room.value = "<b>";
      room?.dispatchEvent(new Event("input", { bubbles: true }));
    });
    await press(find("cell-set"));
    expect(room?.getAttribute("aria-invalid")).toBe("true");
    expect(dialog()).not.toBeNull();
  });

  it("begins with an empty week where there is no timetable", async () => {
    answers[`GET ${PLAN}/timetables`] = { timetables: [] };
    await timetable();
    expect(place.querySelectorAll(".matrix tbody tr")).toHaveLength(2);
    expect(place.querySelector<HTMLInputElement>('.plan-bar input[type="date"]')?.value).not.toBe("");
  });
});

describe("places and changes", () => {
  const names: Names = { classes: CLASSES, teachers: TEACHERS, subjects: SUBJECTS, assignments: ASSIGNED };

  it("are merged over the cells; what was there before is no change", () => {
    const to = cell("6a1", 1, { room: "12" });
    const changes = changed({}, CELLS, to, to);
    expect(withChanges(CELLS, changes)).toEqual([CELLS[1], to]);
    expect(changed(changes, CELLS, to, cell("6a1", 1))).toEqual({});
    expect(changed({}, CELLS, cell("6a1", 3), null)).toEqual({});
    expect(asRequest({ [keyOf(to)]: null })).toEqual([
      { class_id: "6a1", weekday: 1, session: "sang", period: 1, lesson: null },
    ]);
  });

  it("make a class's week or a day of the school", () => {
    const week = frameOf("class 6a1", names, [], CELLS);
    expect([week.rows.length, week.columns.length]).toEqual([2, 7]);
    expect(spotAt(week.rows[1], week.columns[0])).toEqual({
      class_id: "6a1",
      weekday: 1,
      session: "sang",
      period: 2,
    });
    const day = frameOf("day 3", names, [], CELLS);
    expect(spotAt(day.rows[1], day.columns[1])).toEqual({
      class_id: "6a2",
      weekday: 3,
      session: "sang",
      period: 2,
    });
    expect(frameOf("teacher gv-1", names, [], CELLS).rows).toEqual([]);
    expect(spotAt(undefined, week.columns[0])).toBeNull();
  });

  it("are busy where the teacher is, unless both are joint", () => {
    const here = cell("6a1", 2);
    expect(busyWith(here, CELLS, names)).toEqual([CELLS[1]]);
    const joint = { joint: true };
    expect(busyWith({ ...here, ...joint }, [cell("6a2", 2, joint)], names)).toEqual([]);
    expect(busyWith(cell("6a2", 2, { subject_code: "NGUVAN" }), CELLS, names)).toEqual([]);
  });

  it("begin on the Monday after", () => {
    expect(["2026-11-22", "2026-11-23", "2026-11-28"].map(nextMonday)).toEqual([
      "2026-11-23",
      "2026-11-30",
      "2026-11-30",
    ]);
  });
});

describe("short names", () => {
  it("tell apart those of one given name, by the whole name at most", () => {
    const names = shortNames([...TEACHERS, teacher("gv-5", "Lê Thu Lan")]);
    expect(names.get("gv-2")).toBe("Thuận");
    expect(names.get("gv-1")).toBe("Thị Lan");
    expect([names.get("gv-3"), names.get("gv-5")]).toEqual(["Lê Thu Lan", "Lê Thu Lan"]);
  });

  it("are sorted by the given name in the Vietnamese alphabet", () => {
    const some = ["Lê Đạt", "Trần An", "Lê Ánh", "Vũ Dũng"].map((name, at) => teacher(`${at}`, name));
    expect(byGivenName(some).map(({ name }) => name)).toEqual(["Trần An", "Lê Ánh", "Vũ Dũng", "Lê Đạt"]);
  });
});
