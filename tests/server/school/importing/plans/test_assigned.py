"""Assignments: a list, or a table either way round."""

from collections.abc import Mapping, Sequence

from server.school.importing.kind import Asked
from server.school.importing.plan import Plan
from server.school.importing.plans.assigned import AssignedContext, AssignmentLine, plan_assignments
from server.school.planning.timetables import Cell
from tests.server.school.importing.plans.files import Rows, known, workbook


def plan(
    rows: Rows,
    *assigned: tuple[str, str, str],
    choices: Mapping[str, str] | None = None,
    cells: tuple[Cell, ...] = (),
    merged: Sequence[str] = (),
) -> Plan[AssignmentLine]:
    context = AssignedContext(known(*assigned), (cells,))
    sheets = workbook({"PC": rows}, {"PC": merged})
    return plan_assignments(sheets, Asked(context, choices=choices or {}), lambda _done, _of: None)


def taken(found: Plan[AssignmentLine]) -> set[tuple[str, str, str | None]]:
    every = [line.value.assignment for line in (*found.added, *found.updated)]
    return {(one.class_id, one.subject_code, one.teacher_id) for one in every}


def test_a_list_with_several_classes_a_row() -> None:
    found = plan(
        [
            ["PHÂN CÔNG CHUYÊN MÔN"],
            ["Họ và tên", "Môn dạy", "Lớp dạy"],
            ["Nguyễn Thị Ngọc Lan", "Toán", "6A1, 6A2"],
            ["cô Thuận", "Văn", "6A1; 9A9"],
            ["Trần Bích Thuận", "Toán", "6A1"],
        ],
        ("6a2", "TOAN", "gv-3"),
    )
    assert taken(found) == {("6a2", "TOAN", "gv-1"), ("6a1", "NGUVAN", "gv-2")}
    assert [(one.label, one.changes[0].old) for one in found.updated] == [("6A2 · Toán", "Lê Thị Lan")]
    assert [(one.row, one.code) for one in found.bad] == [
        (3, "assigned_twice"), (4, "unknown_class"), (5, "assigned_twice"),
    ]  # fmt: skip


def test_two_teachers_for_a_class_and_subject_are_refused_wherever_they_stand() -> None:
    head, lan = ["Lớp", "Môn", "Giáo viên"], "Nguyễn Thị Ngọc Lan"
    rows: Rows = [head, ["6A1", "Toán", lan], ["6A1", "Toán", "Trần Bích Thuận"], ["6A1", "Toán", lan]]
    found = plan([*rows, ["6A1", "Văn", lan]], ("6a1", "TOAN", "gv-3"))
    assert taken(found) == {("6a1", "NGUVAN", "gv-1")}, "the assignment of before stays"
    assert [(one.row, one.column, one.code, one.other_row) for one in found.bad] == [
        (2, "Giáo viên", "assigned_twice", 3),
        (3, "Giáo viên", "assigned_twice", 2),
        (4, "Giáo viên", "assigned_twice", 3),
    ]
    table: Rows = [["Môn", "6A1", "6A2"], ["Toán", "Hùng", "My"], ["Toán", "My", "My"]]
    found = plan(table)
    assert [(one.row, one.column, one.code) for one in found.bad] == [
        (2, "B2", "assigned_twice"), (3, "B3", "assigned_twice"),
    ]  # fmt: skip
    assert [(one.row, one.column, one.code, one.other_row) for one in found.warnings] == [
        (3, "C3", "assigned_again", 2)
    ]


def test_what_stands_twice_with_one_teacher_is_taken_once_and_said() -> None:
    rows: Rows = [["Lớp", "Môn", "Giáo viên"], ["6A1, 6A1", "Toán", "Hùng"], ["6A1", "Toán", "Vũ Đình Hùng"]]
    found = plan(rows)
    assert taken(found) == {("6a1", "TOAN", "gv-5")} and len(found.added) == 1 and not found.bad
    assert [(one.row, one.code, one.other_row) for one in found.warnings] == [(3, "assigned_again", 2)]


def test_a_merged_cell_is_one_place() -> None:
    table: Rows = [["Môn", "6A1", "6A2"], ["Toán", "Hùng", "My"], ["Toán", "", ""]]
    found = plan(table, merged=["A2:A3", "B2:B3"])
    assert taken(found) == {("6a1", "TOAN", "gv-5"), ("6a2", "TOAN", "gv-4")} and not found.warnings


def test_tables_either_way_round() -> None:
    down: Rows = [["Môn", "6A1", "6A2"], ["Toán", "N.T.N.Lan", "Hùng"], ["Sử", "", "My"]]
    across: Rows = [["Lớp", "Toán", "Sử", "Văn"], ["6A1", "N.T.N.Lan"], ["6A2", "Hùng", "My"]]
    expected = {("6a1", "TOAN", "gv-1"), ("6a2", "TOAN", "gv-5"), ("6a2", "LICHSU", "gv-4")}
    assert taken(plan(down)) == expected and taken(plan(across)) == expected


def test_who_is_meant_is_asked_once() -> None:
    rows: Rows = [["Lớp", "Toán", "Sử", "Văn"], ["6A1", "Lan"], ["6A2", "Lan"]]
    found = plan(rows)
    (ask,) = found.undecided
    assert ask.code == "ambiguous_teacher" and not found.added
    assert taken(plan(rows, choices={ask.key: "gv-3"})) == {("6a1", "TOAN", "gv-3"), ("6a2", "TOAN", "gv-3")}


def test_a_teacher_who_would_be_in_two_classes_at_once_is_said() -> None:
    cells = (
        Cell("6a1", 1, "sang", 2, subject_code="TOAN"), Cell("6a2", 1, "sang", 2, subject_code="TOAN"),
        Cell("6a1", 2, "sang", 1, subject_code="LICHSU"), Cell("7a1", 2, "sang", 1, subject_code="TOAN"),
    )  # fmt: skip
    before = (
        ("6a1", "TOAN", "gv-1"),
        ("6a2", "TOAN", "gv-5"),
        ("7a1", "TOAN", "gv-4"),
        ("6a1", "LICHSU", "gv-4"),
    )
    swapped: Rows = [["Lớp", "Toán", "Sử", "Văn"], ["6A1", "Hùng"], ["6A2", "N.T.N.Lan"]]
    assert not plan(swapped, *before, cells=cells).warnings, "what clashed before is not the file's fault"
    found = plan(swapped[:2], *before, cells=cells)
    assert taken(found) == {("6a1", "TOAN", "gv-5")} and not found.bad
    assert [(one.row, one.column, one.code, one.text, one.other_row) for one in found.warnings] == [
        (2, "B2", "teacher_twice", "6A2 · Thứ Hai · tiết 2", None)
    ]
    both = plan([["Lớp", "Toán", "Sử", "Văn"], ["6A1", "My"], ["6A2", "My"]], *before, cells=cells)
    assert [(one.row, one.other_row) for one in both.warnings] == [(2, 3), (3, 2)]
