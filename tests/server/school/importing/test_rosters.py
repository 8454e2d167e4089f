"""Each family of lists (docs: shared domain §3) as a file of invented people, and the dry run it must give."""

from pathlib import Path
from typing import Any

import msgspec
import pytest

from server.school.importing.kind import Asked
from server.school.importing.people.known import KnownPerson
from server.school.importing.people.roster import KnownClass, RosterContext, plan_roster
from server.school.importing.people.staff import KnownDepartment, StaffContext, plan_staff
from server.school.importing.plan import Plan
from server.school.importing.sheets.reading import read_sheets
from server.school.importing.sheets.sheet import Sheet
from tests.support.rosters import FOLDER, THPT, made


def pupil(number: int, name: str, birth: str, moet: str | None, class_id: str = "8a3") -> KnownPerson:
    given, temporary = name.rsplit(" ", 1)[-1], None if moet else "T000000001"
    return KnownPerson(
        f"p{number}", "student", name, given, birth, None, moet, temporary, class_id, number, True
    )


PEOPLE = (
    pupil(1, "Nguyễn Hoài An", "2013-02-11", "0000080301"),
    pupil(2, "Nguyễn Minh Anh", "2013-03-08", "0000080302"),
    pupil(3, "Đặng Thị Bé", "2013-09-09", None),
    pupil(4, "Lê Gia Bảo", "2013-01-15", "0000080305"),
    pupil(5, "Không Có Trong Tệp", "2013-01-01", "0000080306"),
    KnownPerson(
        "gv1", "teacher", "Nguyễn Thị Ngọc Lan", "Lan", None, None, "0000990001", None, None, None, True
    ),
)
CLASSES = (KnownClass("8a3", "8A3", 8), KnownClass("8a4", "8A4", 8), KnownClass("1a", "1A", 1))
ROSTER = Asked(RosterContext("2026-11-23", "2026-2027", CLASSES, PEOPLE))
STAFF = Asked(StaffContext("2026-11-23", (KnownDepartment("t1", "Tổ Toán - Tin"),), PEOPLE))


def nothing(_done: int, _all: int) -> None:
    return None


def planned(name: str) -> Plan[Any]:
    sheets = read_sheets((FOLDER / name).read_bytes(), name)
    if "giaovien" in name:
        return plan_staff(sheets, STAFF, nothing)
    return plan_roster(sheets, ROSTER, nothing)


@pytest.mark.parametrize("file", sorted(FOLDER.glob("*.[xc]*[sxv]")), ids=lambda file: file.name)
def test_the_dry_run_of_each_family(file: Path) -> None:
    found = msgspec.json.decode(msgspec.json.encode(planned(file.name)))
    expected = msgspec.json.decode(file.with_suffix(f"{file.suffix}.json").read_bytes())
    assert found == expected


def values(sheets: tuple[Sheet, ...]) -> list[tuple[object, ...]]:
    return [(sheet.name, sheet.rows, sheet.merged) for sheet in sheets]


@pytest.mark.parametrize("name", sorted(made()))
def test_the_files_are_as_their_script_makes_them(name: str) -> None:
    kept = read_sheets((FOLDER / name).read_bytes(), name)
    assert values(kept) == values(read_sheets(made()[name], name))


def test_the_old_excel_file_says_the_same() -> None:
    sheet = read_sheets((FOLDER / "csdl-thpt.xls").read_bytes(), "csdl-thpt.xls")[0]
    assert sheet.first_row == 1 and len(sheet.merged) == 1
    for kept, written in zip(sheet.rows, THPT, strict=True):
        assert [cell for cell in kept if cell is not None] == [
            cell for cell in written if cell not in (None, "")
        ]


def test_every_family_twice_is_unchanged_where_it_was_sure() -> None:
    """What a first import leaves, as the second one finds it."""
    plan = planned("c1-hocsinh.xlsx")
    people = tuple(
        KnownPerson(
            f"n{place}", "student", one.value.full_name, one.value.given_name, one.value.birth_date, one.value.sex,
            one.value.moet_id, None if one.value.moet_id else f"T{place:09d}", one.value.class_id or "1b",
            one.value.stt, True,
        )
        for place, one in enumerate(plan.added)
    )  # fmt: skip
    classes = (*CLASSES, KnownClass("1b", "1B", 1))
    again = Asked(RosterContext("2026-11-23", "2026-2027", classes, (*PEOPLE, *people)))
    sheets = read_sheets((FOLDER / "c1-hocsinh.xlsx").read_bytes(), "c1-hocsinh.xlsx")
    second = plan_roster(sheets, again, nothing)
    assert (second.added, second.updated, second.moved) == ((), (), ())
    assert len(second.unchanged) == len(plan.added)
