/** The grid as a table: shared rooms are one cell; what can be done with what was chosen. */
import { describe, expect, it } from "vitest";
import { changeOf, emptyDraft } from "./change/draft";
import type { DayGrid, GridCell } from "./data";
import { besides, boxesOf, columnsOf, kindsFor } from "./table";

function cell(id: string, more: Partial<GridCell> = {}): GridCell {
  const [of = "", number = "1"] = id.split("-");
  return {
    id,
    class_id: of,
    class_name: of.toUpperCase(),
    session: "sang",
    period_no: Number(number),
    period: `tiết ${number}`,
    starts_at: `2026-11-23T0${number}:00:00Z`,
    ends_at: `2026-11-23T0${number}:45:00Z`,
    kind: "tiet_hoc",
    subject: "Toán",
    title: "",
    teacher: null,
    replaced: null,
    form: null,
    state: "planned",
    present: null,
    on_roll: null,
    sheet: false,
    not_taught: null,
    makes_up: null,
    room: id,
    lines: 1,
    change: null,
    double_with: null,
    ...more,
  };
}

function gridOf(...cells: GridCell[]): DayGrid {
  const classes = ["8a3", "8a4", "8a5"].map((id) => ({ id, code: id.toUpperCase() }));
  return { date: "2026-11-23", off: null, classes, cells, may_change: true };
}

describe("the table", () => {
  it("has a column for each period, mornings first", () => {
    const grid = gridOf(cell("8a3-2"), cell("8a3-1", { session: "chieu" }), cell("8a4-1"));
    expect(columnsOf(grid).map(({ key }) => key)).toEqual(["sang|1", "sang|2", "chieu|1"]);
  });

  it("shows a double period as one cell over two columns", () => {
    const grid = gridOf(cell("8a3-1", { lines: 2 }), cell("8a3-2", { room: "8a3-1", lines: 2 }));
    const boxes = boxesOf(grid, columnsOf(grid));
    expect(boxes.get("8a3|sang|1")).toMatchObject({ columns: 2, rows: 1 });
    expect(boxes.get("8a3|sang|2")).toBeNull();
  });

  it("shows neighbouring classes in one room as one cell, others apart", () => {
    const room = { room: "8a3-1", lines: 2 };
    const grid = gridOf(cell("8a3-1", room), cell("8a4-1", room), cell("8a5-1"));
    const boxes = boxesOf(grid, columnsOf(grid));
    expect(boxes.get("8a3|sang|1")).toMatchObject({ columns: 1, rows: 2 });
    expect(boxes.get("8a4|sang|1")).toBeNull();
    expect(boxes.get("8a5|sang|1")).toMatchObject({ rows: 1 });
  });

  it("keeps two lessons of one place", () => {
    const grid = gridOf(cell("8a3-1", { state: "not_taught" }), cell("8a3-1", { id: "bu", room: "bu" }));
    expect(boxesOf(grid, columnsOf(grid)).get("8a3|sang|1")?.lessons).toHaveLength(2);
  });

  it("puts meetings beside the grid", () => {
    const meeting = cell("8a3-1", { class_id: null, session: null, period_no: null });
    expect(besides(gridOf(meeting))).toEqual([meeting]);
  });
});

describe("what can be done", () => {
  const kinds = (...cells: GridCell[]) => kindsFor(cells).join(" ");

  it("depends on what was chosen and how far it is", () => {
    expect(kinds()).toBe("khong_day hinh_thuc");
    expect(kinds(cell("8a3-1"))).toBe("day_thay khong_day");
    expect(kinds(cell("8a3-1", { state: "running" }))).toBe("day_thay");
    const early = { state: "waiting" } as const;
    expect(kinds(cell("8a3-1", early), cell("8a4-1"))).toBe("day_thay khong_day doi_tiet ghep");
    expect(kinds(cell("8a3-1", { ...early, lines: 2 }))).toBe("day_thay khong_day tach");
    expect(kinds(cell("8a3-1", { state: "done" }))).toBe("");
    expect(kinds(cell("8a3-1", { state: "not_held" }))).toBe("khong_day");
    expect(kinds(cell("8a3-1", { state: "not_taught" }))).toBe("day_bu");
    expect(kinds(cell("8a3-1", { lines: 2 }))).toBe("day_thay khong_day tach");
    expect(kinds(cell("8a3-1"), cell("8a3-2"))).toBe("day_thay khong_day doi_tiet tiet_doi");
    expect(kinds(cell("8a3-1"), cell("8a4-1"))).toBe("day_thay khong_day doi_tiet ghep");
  });

  it("asks for a double period in the order of the day", () => {
    const [first, second] = [cell("8a3-1"), cell("8a3-2")];
    const draft = emptyDraft(gridOf(), "2026-11-24");
    expect(changeOf("tiet_doi", draft, [second, first])).toEqual({
      kind: "tiet_doi",
      first: "8a3-1",
      second: "8a3-2",
    });
  });

  it("leaves the times of a make-up to the bell unless both are given", () => {
    const draft = { ...emptyDraft(gridOf(), "2026-11-28"), start: "13:30" };
    expect(changeOf("day_bu", draft, [cell("8a3-1")])).toMatchObject({
      start: null,
      end: null,
      period_no: 1,
    });
    expect(changeOf("day_bu", { ...draft, end: "14:15" }, [cell("8a3-1")])).toMatchObject({ start: "13:30" });
  });
});
