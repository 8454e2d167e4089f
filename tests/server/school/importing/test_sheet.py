"""Spreadsheets as values: row numbers, encodings, formulas, merged cells; any bytes end in a value or a FileFault."""

from contextlib import suppress
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from server.school.importing.errorfile import write_errors
from server.school.importing.fault import FileFault
from server.school.importing.headings import Field, find_tables
from server.school.importing.people.values import day_in, moet_in, sex_in
from server.school.importing.sheets.csvfile import decode
from server.school.importing.sheets.reading import read_sheets
from server.school.importing.sheets.sheet import Merge, Sheet
from server.school.register.clean import BadField
from server.school.texts import fold
from tests.support.spreadsheets import csv, xlsx

LOCKED = Path(__file__).parents[3] / "data" / "locked"
NAME = "Nguyễn Thuỳ Hằng"
FIELDS = (
    Field("name", ("Họ tên",), required=True),
    Field("born", ("Ngày sinh",)),
    Field("phone", ("SĐT",), ignored=True),
)


def test_rows_keep_their_numbers() -> None:
    sheet = read_sheets(xlsx(("S", [(), (), (None, "a", 5, 5.5, date(2013, 2, 1))])), "x.xlsx")[0]
    assert (sheet.first_row, sheet.rows) == (3, ((None, "a", 5, 5.5, date(2013, 2, 1)),))


def test_formulas_and_merged_cells() -> None:
    sheet = read_sheets(xlsx(("S", [("a", "=formula 1+1"), ("b",)]), merged=((2, 0, 3, 1),)), "x.xlsx")[0]
    assert sheet.unknown == {(1, 1)}
    assert sheet.merged == (Merge(3, 0, 4, 1),)


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        (f"Tên\r\n{NAME}".encode("utf-8-sig"), "utf-8"),
        (f"Tên\r\n{NAME}".encode(), "utf-8"),
        (f"Tên\r\n{NAME}".encode("utf-16"), "utf-16"),
        (f"Tên\r\n{NAME}".encode("utf-16-le"), "utf-16"),
        (csv([("Tên",), (NAME,)], encoding="cp1258-decomposed"), "cp1258"),
    ],
)
def test_encodings(data: bytes, encoding: str) -> None:
    text, found = decode(data)
    assert (text.split(), found) == (["Tên", *NAME.split()], encoding)


@pytest.mark.parametrize("text", ["Hä tªn;NguyÔn V¨n A", "Hoï teân;Nguyeãn Vaên Ñaït"])
def test_old_encodings_are_refused(text: str) -> None:
    """TCVN3 (ABC) and VNI as bytes."""
    with pytest.raises(FileFault) as fault:
        decode(text.encode("latin-1"))
    assert fault.value.code == "wrong_encoding"


@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
def test_delimiters(delimiter: str) -> None:
    rows = [("Trường thử",), ("TT", "Họ tên", "Lớp"), ("1", NAME, "8A3")]
    assert read_sheets(csv(rows, delimiter), "a.csv")[0].rows[2] == ("1", NAME, "8A3")


def test_headings_are_found_wherever_they_stand() -> None:
    rows = [*([("Tiêu đề",)] * 35), ("TT", "HỌ\nVÀ TÊN", "Họ tên *", "ngày  sinh (dd/mm/yyyy)", "SĐT", "Lạ")]
    table = find_tables((Sheet("S", tuple(rows)),), FIELDS, {})[0]
    assert (table.heading_row, dict(table.columns)) == (36, {"name": 2, "born": 3})
    assert [one.heading for one in table.unknown] == ["TT", "HỌ\nVÀ TÊN".replace("\n", " "), "Lạ"]
    remembered = {"tt": "", "la": "", "ho va ten": ""}
    assert find_tables((Sheet("S", tuple(rows)),), FIELDS, remembered)[0].unknown == ()
    assert (
        find_tables(
            (
                Sheet(
                    "S",
                    (*([("x",)] * 40), ("Họ tên",)),
                ),
            ),
            FIELDS,
            {},
        )
        == ()
    )


def test_fold() -> None:
    assert (
        fold("Mã ĐỊNH\ndanh\u00a0Bộ GD&ĐT (1)")
        == fold("ma dinh danh bo gd đt 1")
        == "ma dinh danh bo gd dt 1"
    )


def test_days_codes_and_sexes() -> None:
    day = date(2013, 2, 1)
    for cell in ("1/2/2013", "01-02-2013", "2013-02-01", "2013-02-01 00:00:00", 41306, "41306", day):
        assert day_in(cell) == day
    assert day_in(None) is None
    for bad in ("31/02/2013", "2013", 2013, "1/2/13", "hôm qua", 41306.5, "99999999999999"):
        with pytest.raises(BadField):
            day_in(bad)
    assert moet_in("0000080301") == ("0000080301", False)
    assert moet_in(110000002) == ("0110000002", True)
    with pytest.raises(BadField):
        moet_in("110000002")
    assert [sex_in(cell) for cell in ("Nam", "NỮ", 1, "02", None)] == ["nam", "nữ", "nam", "nữ", None]


@pytest.mark.parametrize("name", ["rc4.xls", "agile.xlsx"])
def test_files_with_a_password_say_so(name: str) -> None:
    """An .xls whose records are under RC4, an .xlsx by agile encryption."""
    with pytest.raises(FileFault, match="file_encrypted"):
        read_sheets((LOCKED / name).read_bytes(), name)


@given(st.binary(max_size=400))
@settings(max_examples=150)
def test_any_bytes(data: bytes) -> None:
    for start in (b"", b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        with suppress(FileFault):
            read_sheets(start + data, "a.csv")


def test_no_error_file_without_errors(tmp_path: Path) -> None:
    write_errors(tmp_path / "e.xlsx", (), ())
    assert not (tmp_path / "e.xlsx").exists()
