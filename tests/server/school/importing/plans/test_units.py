"""Programmes (PPCT) as departments write them."""

from collections.abc import Mapping

from server.school.importing.kind import Asked
from server.school.importing.plan import Plan
from server.school.importing.plans.units import Kept, UnitLine, UnitsContext, plan_units
from server.school.importing.sheets.reading import read_sheets
from server.school.importing.sheets.sheet import Sheet
from server.school.planning.programmes import Unit
from tests.server.school.importing.plans.files import Rows, known, workbook


def plan(
    sheets: tuple[Sheet, ...],
    kept: tuple[Kept, ...] = (),
    choices: Mapping[str, str] | None = None,
    **options: str,
) -> Plan[UnitLine]:
    context = UnitsContext(known(), "2026-2027", kept)
    return plan_units(sheets, Asked(context, choices=choices or {}, options=options), lambda _done, _of: None)


def units(found: Plan[UnitLine]) -> list[tuple[str, int, int, str, int | None]]:
    return [
        (
            line.value.subject_code,
            line.value.grade,
            line.value.unit.number,
            line.value.unit.title,
            line.value.unit.week,
        )
        for line in found.added
    ]


def test_numbers_by_a_column_with_merged_cells_and_chapters() -> None:
    rows: Rows = [
        ["PHÂN PHỐI CHƯƠNG TRÌNH MÔN: TOÁN LỚP 6"],
        [],
        ["Tuần", "Tiết PPCT", "Tên bài học", "Yêu cầu cần đạt", "Ghi chú"],
        ["", "", "Chương I. Số tự nhiên"],
        [1, 1, "Bài 1. Tập hợp", "Nhận biết được tập hợp."],
        ["", "2-3", "Bài 2. Cách ghi số", ""],
        [2, 4, "Luyện tập"],
    ]
    found = plan(workbook({"Sheet1": rows}, {"Sheet1": ["A5:A6"]}))
    assert units(found) == [
        ("TOAN", 6, 1, "Bài 1. Tập hợp", 1),
        ("TOAN", 6, 2, "Bài 2. Cách ghi số (tiết 1)", 1),
        ("TOAN", 6, 3, "Bài 2. Cách ghi số (tiết 2)", 1),
        ("TOAN", 6, 4, "Luyện tập", 2),
    ]
    assert found.added[0].value.unit.outcomes == "Nhận biết được tập hợp." and not found.bad
    assert [one.heading for one in found.unknown] == ["Ghi chú"]


def test_a_plan_that_counts_periods_a_lesson() -> None:
    rows: Rows = [
        ["STT", "Bài học (1)", "Số tiết (2)", "Thời điểm (3)"],
        [1, "Bài 1", 2, "Tuần 1"],
        [2, "Ôn tập", 1, "Tuần 2-3"],
    ]
    found = plan(workbook({"Ngữ văn 6": rows}))
    assert units(found) == [
        ("NGUVAN", 6, 1, "Bài 1 (tiết 1)", 1), ("NGUVAN", 6, 2, "Bài 1 (tiết 2)", 1), ("NGUVAN", 6, 3, "Ôn tập", 2),
    ]  # fmt: skip


def test_many_subjects_by_columns_from_csv() -> None:
    text = "Môn,Khối,Tiết,Tên bài\nToán,6,1,A\nVăn,7,1,B\nMúa,6,1,C\nToán,9,1,D\nToán,6,x,E\nToán,6,1,F\nToán,6,2,\n"
    sheets = read_sheets(text.encode(), "ppct.csv")
    found = plan(sheets)
    assert [one[:4] for one in units(found)] == [("NGUVAN", 7, 1, "B"), ("TOAN", 6, 1, "A")]
    assert [(one.row, one.code) for one in found.bad] == [
        (5, "unknown_grade"), (6, "bad_unit"), (8, "missing"), (7, "duplicate_unit"),
    ]  # fmt: skip
    (ask,) = found.undecided
    told = plan(sheets, choices={ask.key: "AMNHAC"})
    assert ("AMNHAC", 6, 1, "C", None) in units(told) and not told.undecided


def test_the_subject_is_chosen_beside_the_file() -> None:
    rows: Rows = [["Tiết", "Tên bài"], [1, "A"], [2, "B"], [4, "D"]]
    kept = Kept("LICHSU", 7, (Unit(1, "A"), Unit(2, "Cũ"), Unit(3, "C")))
    found = plan(workbook({"Trang tính1": rows}), (kept,), subject="LICHSU", grade="7")
    groups = (found.added, found.updated, found.unchanged)
    assert [[one.detail for one in group] for group in groups] == [["D"], ["B"], ["A"]]
    assert [(one.old, one.new) for one in found.updated[0].changes] == [("Cũ", "B")]
    assert [one.id for one in found.absent] == ["3"]
    assert plan(workbook({"T": [["A", "B"], [1, 2]]})).no_heading
