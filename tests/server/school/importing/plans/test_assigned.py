"""Assignments: a list, or a table either way round."""

from collections.abc import Mapping

from server.school.importing.kind import Asked
from server.school.importing.plan import Plan
from server.school.importing.plans.assigned import AssignmentLine, plan_assignments
from tests.server.school.importing.plans.files import Rows, known, workbook


def plan(
    rows: Rows, *assigned: tuple[str, str, str], choices: Mapping[str, str] | None = None
) -> Plan[AssignmentLine]:
    return plan_assignments(
        workbook({"PC": rows}), Asked(known(*assigned), choices=choices or {}), lambda _done, _of: None
    )


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
    assert taken(found) == {("6a1", "TOAN", "gv-1"), ("6a2", "TOAN", "gv-1"), ("6a1", "NGUVAN", "gv-2")}
    assert [(one.label, one.changes[0].old) for one in found.updated] == [("6A2 · Toán", "Lê Thị Lan")]
    assert [(one.row, one.code) for one in found.bad] == [(4, "unknown_class"), (5, "assigned_twice")]


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
