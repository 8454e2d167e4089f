"""Timetables as schools have them: one big sheet, a sheet a class, csv; merged cells, short names, what is wrong."""

from collections.abc import Mapping
from datetime import date

import pytest

from server.school.importing.kind import Asked
from server.school.importing.plan import Plan
from server.school.importing.plans.timetable import Line, TimetableContext, plan_timetable
from server.school.importing.sheets.reading import read_sheets
from server.school.importing.sheets.sheet import Sheet
from server.school.planning.slots import Session
from server.school.planning.timetables import Cell, Version
from tests.server.school.importing.plans.files import Rows, known, workbook

ASSIGNED = (
    ("6a1", "TOAN", "gv-1"),
    ("6a2", "TOAN", "gv-3"),
    ("7a1", "TOAN", "gv-3"),
    ("6a1", "NGUVAN", "gv-2"),
)
TITLES = [["TRƯỜNG THCS CÁNH BUỒM"], ["THỜI KHÓA BIỂU SỐ 4"], ["Áp dụng từ ngày 07/9/2026"], []]
MATRIX: dict[str, Rows] = {
    "TKB": [
        *TITLES,
        ["Thứ", "Tiết", "6A1", "6A2\n(cô Thuận)", "Lớp 7A1"],
        ["2", 1, "Chào cờ"],
        ["", 2, "Toán - Lan", "Toán-Lan", "Văn – Thuận"],
        ["", 3, "", "Sử\nĐ.Hùng", "Tiếng Anh / Ms My"],
        ["", 4, "", "", "TD - Hưng (P.12)"],
        ["3", 1, "KHTN", None, "GDKT-PL - Hùng"],
        ["BUỔI CHIỀU"],
        ["Thứ", "Tiết", "6A1", "6A2", "7A1"],
        ["4", 1, "SHL", "Âm nhạc - My", ""],
    ]
}  # fmt: skip
MERGED = {"TKB": ["A6:A9", "C6:E6", "C7:C8"]}


def plan(
    sheets: tuple[Sheet, ...],
    choices: Mapping[str, str] | None = None,
    before: tuple[Cell, ...] = (),
    **options: str,
) -> Plan[Line]:
    bells = frozenset((session, period) for session in ("sang", "chieu") for period in range(1, 6))
    version = Version(1, "TKB số 3", date(2026, 8, 31), 0, None)
    context = TimetableContext(known(*ASSIGNED), bells, (version,), (before,))  # type: ignore[arg-type]
    return plan_timetable(
        sheets, Asked(context, choices=choices or {}, options=options), lambda _done, _of: None
    )


def cells(found: Plan[Line]) -> dict[tuple[str, int, Session, int], tuple[str, str | None]]:
    """(class, weekday, session, period) → (subject or kind, teacher)."""
    return {
        (one.class_id, one.weekday, one.session, one.period): (
            one.subject_code or "" if one.kind == "tiet_hoc" else one.kind,
            one.teacher_id,
        )
        for one in (line.value.cell for line in (*found.written, *found.unchanged))
    }


def test_one_sheet_for_the_whole_school() -> None:
    found = plan(workbook(MATRIX, MERGED), {"subject gdkt pl": "GDCD"})
    assert cells(found) == {
        ("6a1", 1, "sang", 1): ("chao_co", None),
        ("6a2", 1, "sang", 1): ("chao_co", None),
        ("7a1", 1, "sang", 1): ("chao_co", None),
        ("6a1", 1, "sang", 2): ("TOAN", "gv-1"),
        ("6a2", 1, "sang", 2): ("TOAN", "gv-3"),
        ("7a1", 1, "sang", 2): ("NGUVAN", "gv-2"),
        ("6a1", 1, "sang", 3): ("TOAN", "gv-1"),
        ("6a2", 1, "sang", 3): ("LICHSU", "gv-5"),
        ("7a1", 1, "sang", 3): ("TIENGANH", "gv-4"),
        ("7a1", 1, "sang", 4): ("GDTC", "gv-6"),
        ("6a1", 2, "sang", 1): ("KHTN", None),
        ("7a1", 2, "sang", 1): ("GDCD", "gv-5"),
        ("6a1", 3, "chieu", 1): ("sinh_hoat_lop", None),
        ("6a2", 3, "chieu", 1): ("AMNHAC", "gv-4"),
    }
    line = found.added[0].value
    assert (line.first_day, line.name) == (date(2026, 9, 7), "TKB số 4")
    assert [(one.column, one.code) for one in found.warnings] == [("C10", "no_teacher")]
    assert not found.bad and not found.undecided
    rooms = {one.value.cell.room for one in found.added}
    assert rooms == {None, "12"}
    assert {pair for one in found.added for pair in one.value.learned} == {("subject gdkt pl", "GDCD")}


def test_a_sheet_for_each_class() -> None:
    days = ["Buổi", "Tiết", "Thứ 2", "Thứ 3", "Thứ Tư", "Thứ năm", "T6", "Thứ 7\n(12/9)"]
    rows: Rows = [
        ["THỜI KHOÁ BIỂU LỚP 6A1 - thực hiện từ ngày 7 tháng 9 năm 2026"],
        days,
        ["Sáng", 1, "Chào cờ", "Toán"],
        ["", 2, "Toán", "Toán"],
        ["", 3, "Văn", "", "", "", "", "SHL"],
        ["Chiều", 1, "", "Tin học-Hùng"],
    ]
    other: Rows = [[], days, ["S", 1, "", "Văn-B.Thuận"], ["C", 1, "Nhạc - P.H.My"]]
    found = plan(workbook({"6A1": rows, "6A2": other, "Ghi chú": [["không có gì"]]}, {"6A1": ["A3:A5"]}))
    assert cells(found) == {
        ("6a1", 1, "sang", 1): ("chao_co", None),
        ("6a1", 2, "sang", 1): ("TOAN", None),
        ("6a1", 1, "sang", 2): ("TOAN", None),
        ("6a1", 2, "sang", 2): ("TOAN", None),
        ("6a1", 1, "sang", 3): ("NGUVAN", None),
        ("6a1", 6, "sang", 3): ("sinh_hoat_lop", None),
        ("6a1", 2, "chieu", 1): ("TINHOC", "gv-5"),
        ("6a2", 2, "sang", 1): ("NGUVAN", "gv-2"),
        ("6a2", 1, "chieu", 1): ("AMNHAC", "gv-4"),
    }
    assert (
        found.sheets == ("6A1", "6A2")
        and not found.bad
        and found.added[0].value.first_day == date(2026, 9, 7)
    )


def test_several_classes_below_each_other_on_one_sheet() -> None:
    days = ["Tiết", *(f"Thứ {n}" for n in range(2, 8))]
    rows: Rows = [["Lớp: 6A1"], days, ["1", "Toán"], ["Lớp: 6A2"], days, ["1", "", "Toán"]]
    assert set(cells(plan(workbook({"Khối 6": rows}), first_day="2026-09-07"))) == {
        ("6a1", 1, "sang", 1), ("6a2", 2, "sang", 1),
    }  # fmt: skip


def test_csv_has_no_merged_cells() -> None:
    text = "Thứ;Tiết;6A1;6A2\n2;1;Toán-Lan;Văn\n;2;SHL;\n;6;Sử;\n"
    found = plan(read_sheets(text.encode("utf-8-sig"), "tkb.csv"), first_day="2026-09-07")
    assert cells(found) == {
        ("6a1", 1, "sang", 1): ("TOAN", "gv-1"),
        ("6a2", 1, "sang", 1): ("NGUVAN", None),
        ("6a1", 1, "sang", 2): ("sinh_hoat_lop", None),
        ("6a1", 1, "chieu", 1): ("LICHSU", None),  # no bell for a sixth period in the morning
    }


def test_two_columns_a_class() -> None:
    rows: Rows = [
        ["Thứ", "Tiết", "6A1", "", "6A2", ""],
        ["", "", "Môn", "GV", "Môn", "GV"],
        [2, 1, "Toán", "Lan", "Chào cờ", ""],
    ]
    found = plan(workbook({"TKB": rows}, {"TKB": ["C1:D1", "E1:F1", "E3:F3"]}), first_day="2026-09-07")
    assert cells(found) == {("6a1", 1, "sang", 1): ("TOAN", "gv-1"), ("6a2", 1, "sang", 1): ("chao_co", None)}


def test_joint_classes_are_merged_over_their_columns() -> None:
    rows: Rows = [["Thứ", "Tiết", "6A1", "6A2", "7A1"], [2, 1, "TD - Hưng", "", "TD - Hưng"]]
    found = plan(workbook({"TKB": rows}, {"TKB": ["C2:D2"]}), first_day="2026-09-07")
    assert [one.value.cell.joint for one in found.added] == [True, True]
    assert [(one.column, one.code) for one in found.bad] == [("E2", "teacher_twice")]


@pytest.mark.parametrize(
    ("text", "code", "candidates"),
    [
        ("Sử - Lan", "ambiguous_teacher", {"gv-1", "gv-3"}),
        ("Sử - Tú", "unknown_teacher", {"gv-1", "gv-2", "gv-3", "gv-4", "gv-5", "gv-6"}),
        ("Khiêu vũ - My", "unknown_subject", None),
    ],
)
def test_what_a_person_must_say_once(text: str, code: str, candidates: set[str] | None) -> None:
    rows: Rows = [["Thứ", "Tiết", "6A1", "6A2"], [2, 1, text, ""], [2, 2, "", text]]
    asked = plan(workbook({"TKB": rows}), first_day="2026-09-07")
    (one,) = asked.undecided
    assert (one.code, one.row, one.detail) == (code, 2, "TKB!C2 · 6A1") and not asked.added
    assert candidates is None or {found.id for found in one.candidates} == candidates
    choice = next(iter(sorted(found.id for found in one.candidates)))
    told = plan(workbook({"TKB": rows}), {one.key: choice}, first_day="2026-09-07")
    assert len(told.added) == 2 and not told.undecided


def test_given_names_with_and_without_their_marks() -> None:
    rows: Rows = [["Thứ", "Tiết", "6A1", "6A2"], [2, 1, "Sử - Hung", "Địa - Hưng"], [2, 2, "Sử - HÙNG", ""]]
    found = plan(workbook({"TKB": rows}), first_day="2026-09-07")
    assert [one.value.cell.teacher_id for one in found.added] == ["gv-6", "gv-5"]
    assert [one.code for one in found.undecided] == ["ambiguous_teacher"]  # Hùng or Hưng


def test_what_is_wrong_has_its_address() -> None:
    rows: Rows = [
        ["Thứ", "Tiết", "6A1", "6A9", "6A2"],
        [2, 1, "Toán-Lan", "Văn", "Toán - N.Lan"],
        [2, 1, "Văn"],
        ["Thứ 9", 1, "Văn"],
        [3, 99, "Văn"],
        [4, 1, "=A1"],
        [5, 1, "Toán\u202e"],
        [6, 1, "a" * 201],
    ]
    found = plan(workbook({"TKB": rows}), first_day="2026-09-07")
    assert [(one.row, one.column, one.code) for one in found.bad] == [
        (1, "D1", "unknown_class"),
        (4, "C4", "bad_weekday"),
        (5, "C5", "bad_period"),
        (7, "C7", "bad_text"),
        (8, "C8", "too_long"),
        (3, "C3", "double_period"),
        (2, "E2", "teacher_twice"),
    ]


def test_without_a_first_day_nothing_is_taken() -> None:
    rows: Rows = [["Thứ", "Tiết", "6A1"], [2, 1, "Toán"]]
    found = plan(workbook({"TKB": rows}))
    assert ([one.code for one in found.bad], found.added) == (["no_first_day"], ())
    assert plan(workbook({"Trang": [["không", "phải", "thời khóa biểu"]]})).no_heading


def test_what_was_there_is_compared() -> None:
    before = (
        Cell("6a1", 1, "sang", 1, subject_code="TOAN"),
        Cell("6a1", 1, "sang", 2, subject_code="TOAN"),
        Cell("6a1", 1, "sang", 3, subject_code="TOAN"),
        Cell("6a2", 1, "sang", 3, subject_code="TOAN"),
    )
    rows: Rows = [["Thứ", "Tiết", "6A1"], [2, 1, "Toán"], [2, 2, "Văn"], [2, 4, "Văn"]]
    found = plan(workbook({"TKB": rows}), before=before, first_day="2026-09-07")
    groups = (found.added, found.updated, found.unchanged)
    assert [[one.label for one in group] for group in groups] == [
        ["6A1 · Thứ Hai · tiết 4"], ["6A1 · Thứ Hai · tiết 2"], ["6A1 · Thứ Hai · tiết 1"],
    ]  # fmt: skip
    assert [one.label for one in found.absent] == ["6A1 · Thứ Hai · tiết 3"]
